package polymath.engine.cli;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.tokenizer.Tokenizer;
import polymath.engine.tokenizer.Vocabulary;

/// Text to token ids. Works on files that hold a vocabulary alone.
@Command(name = "tokenize", description = "Read text on standard input, print its token ids as a JSON array.")
final class Tokenize implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--special", description = "Recognise special tokens such as <|user|> in the text.")
    private boolean special;

    @Option(names = "--lines", description = "Read one JSON string per line, print one array per line.")
    private boolean lines;

    @Override
    public Integer call() throws GgufException, IOException {
        Gson gson = new Gson();
        try (GgufFile file = GgufFile.open(model.path())) {
            Tokenizer tokenizer = new Tokenizer(Vocabulary.read(file.metadata()));
            if (!lines) {
                String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
                Main.out(gson.toJson(tokenizer.encode(text, special)));
                return 0;
            }
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                Main.out(gson.toJson(tokenizer.encode(string(gson, line, number), special)));
            }
        }
        return 0;
    }

    private static String string(Gson gson, String line, int number) {
        try {
            String text = gson.fromJson(line, String.class);
            if (text != null) return text;
        } catch (JsonParseException e) {
            throw new UsageException("line %d of the input is not a JSON string", number);
        }
        throw new UsageException("line %d of the input is empty; a JSON string is needed", number);
    }
}
