package polymath.app.chat;

import polymath.app.storage.StorageException;

/// Something the user must know that is not part of the conversation. The view words it.
public sealed interface Notice {

    /// A file was not attached; the sentence says why.
    record DocumentRefused(String sentence) implements Notice {}

    /// Not all files of a folder were taken, or there was none.
    record FilesLeftOut(int taken, int found) implements Notice {}

    /// A message or a change could not be kept on disk.
    record NotStored(StorageException.Code code) implements Notice {}

    /// The chat is so long that the model may lose the thread.
    record GrownLong() implements Notice {}

    /// An answer is on screen and not on disk; [ChatViewModel#saveAgain] may help.
    record AnswerNotStored(StorageException.Code code) implements Notice {}
}
