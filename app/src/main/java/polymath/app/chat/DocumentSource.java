package polymath.app.chat;

import java.nio.file.Path;
import polymath.app.storage.Attachment;

/// Turns a file into text that can be attached.
@FunctionalInterface
public interface DocumentSource {
    /// Reads the whole file; blocks while it does.
    ///
    /// @throws RefusedException if it cannot be attached
    Attachment read(Path file) throws RefusedException;

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
