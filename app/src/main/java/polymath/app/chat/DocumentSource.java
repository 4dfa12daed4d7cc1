package polymath.app.chat;

import java.nio.file.Path;
import polymath.app.storage.Attachment;

/// Turns a file into text that can be attached.
@FunctionalInterface
public interface DocumentSource {
    /// Reads the whole file; blocks while it does.
    ///
    /// @throws RefusedException if it cannot be attached, or the reading was stopped
    Attachment read(Path file, Watcher watcher) throws RefusedException;

    /// Whoever waits for a document. Called on the reading thread.
    interface Watcher {
        /// Before anything is read.
        ///
        /// @param stop ends the reading at once, on any thread
        void begins(Runnable stop);

        /// @param pages 0 while it is not known
        void reading(int page, int pages);
    }

    /// A file that cannot be attached. Its message is a sentence for the user, in the user's language.
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String sentence) {
            super(sentence);
        }

        /// What to tell the user.
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
