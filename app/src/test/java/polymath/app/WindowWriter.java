package polymath.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.MessageModel;
import polymath.engine.api.Command;
import polymath.engine.api.FinishReason;

/// The whole window without a display, in which somebody asks, reads answers that a scripted engine writes, and types
/// the next question meanwhile, until it is killed. Prints what [polymath.app.storage.StreamingWriter] prints, but for
/// what only the storage knows: a line comes once the engine has published the text, or the key has reached the field.
public final class WindowWriter {
    private static final int MILLIS = 12;

    private WindowWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Random random = new Random(Long.parseLong(arguments[1]));
        Path folder = Objects.requireNonNull(Path.of(arguments[0]).getParent());
        WindowFixture window = new WindowFixture(folder, Locale.ENGLISH);
        window.load();
        window.ui(window.engine()::loaded);
        window.ui(window.app()::newChat);
        ChatViewModel chat = Fx.fx(() -> window.app().chats().current());
        int typed = 1;
        Fx.run(() -> chat.draftProperty().set("x"));
        boolean told = false;
        while (true) {
            long asked = generations(window);
            Fx.run(chat::send);
            print("M " + typed);
            window.await(() -> generations(window) > asked);
            if (!told) print("C " + Fx.fx(() -> chat.id().orElseThrow()));
            told = true;
            MessageModel prompt =
                    Fx.fx(() -> chat.messages().get(chat.messages().size() - 2));
            print("P " + prompt.id());
            print("A " + Fx.fx(() -> chat.messages().getLast().id()));
            typed = write(window, chat, 20 + random.nextInt(60));
        }
    }

    /// @return characters typed meanwhile
    private static int write(WindowFixture window, ChatViewModel chat, int pieces) throws InterruptedException {
        int length = 0;
        for (int i = 0; i < pieces; i++) {
            String piece = "word" + i + " ";
            int tokens = i + 1;
            window.engine().writes(piece, tokens);
            length += piece.length();
            print("G " + length);
            Fx.run(() -> chat.draftProperty().set("x".repeat(tokens)));
            print("K " + tokens);
            Thread.sleep(MILLIS);
        }
        window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
        return pieces;
    }

    private static long generations(WindowFixture window) {
        return window.engine().commands().stream()
                .filter(Command.Generate.class::isInstance)
                .count();
    }

    private static void print(String line) {
        System.out.println(line + " " + System.nanoTime());
        System.out.flush();
    }
}
