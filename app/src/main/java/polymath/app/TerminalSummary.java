package polymath.app;

import com.google.gson.Gson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import polymath.app.documents.DocumentException;
import polymath.app.documents.ReaderProcess;
import polymath.app.documents.ReadingListener;
import polymath.app.engine.TerminalEngine;
import polymath.app.storage.Attachment;
import polymath.app.ui.Strings;
import polymath.app.viewer.DocumentWords;
import polymath.engine.api.Document;

/// `polymath summarize FILE [OPTIONS]`, without a window: the file is read as the window reads it, in every format, and
/// its
/// pages go to the engine's own command line, which takes the options and prints. It speaks English, as the command
/// line does.
final class TerminalSummary {
    static final String COMMAND = "summarize";

    private final ReaderProcess reader;
    private final Optional<String> model;
    private final PrintStream messages;

    /// @param model to use unless the options name one
    /// @param messages for the person at the terminal
    TerminalSummary(ReaderProcess reader, Optional<String> model, PrintStream messages) {
        this.reader = reader;
        this.model = model;
        this.messages = messages;
    }

    /// Blocks until the summary is printed.
    ///
    /// @param arguments what follows `summarize`
    /// @return exit status: 0 is done, 1 an internal error, 2 something that the user can mend, said in a sentence
    int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
            messages.println("polymath: which document? polymath summarize FILE"
                    + " [--depth short|page|sections] [--whole TOKENS] [--model FILE] [--json]");
            return 2;
        }
        List<String> options = new ArrayList<>(arguments.subList(1, arguments.size()));
        if (options.stream().noneMatch(option -> option.startsWith("--model"))) {
            if (model.isEmpty()) {
                messages.println("polymath: which model? Name a GGUF file with --model FILE");
                return 2;
            }
            options.addAll(List.of("--model", model.orElseThrow()));
        }
        Strings words = Strings.of(Locale.ENGLISH);
        try {
            Attachment read = reader.read(Path.of(arguments.getFirst()), ReadingListener.NONE);
            DocumentWords.remarks(read, words).forEach(messages::println);
            return summarize(read.document(), options);
        } catch (DocumentException e) {
            messages.println("polymath: "
                    + words.get("document." + e.code(), e.arguments().toArray()));
            return 2;
        } catch (InvalidPathException e) {
            messages.println("polymath: there is no file " + arguments.getFirst());
            return 2;
        }
    }

    private int summarize(Document document, List<String> options) {
        List<String> command = new ArrayList<>(List.of(COMMAND, "--name", document.name(), "-"));
        command.addAll(options);
        return TerminalEngine.run(command, Optional.of(out -> write(document, out)), messages);
    }

    private static void write(Document document, OutputStream out) throws IOException {
        Gson gson = new Gson();
        try (BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            for (Document.Page page : document.pages()) {
                lines.write(gson.toJson(page));
                lines.write('\n');
            }
        }
    }
}
