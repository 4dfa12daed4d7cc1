package polymath.app.download;

import java.nio.file.Path;

/// How a download ended. Unless it is finished, or the file was wrong, what is here stays and the next run goes on.
public sealed interface Outcome {
    /// @param verified whether a hash said that it is the publisher's file; without one its length was right
    record Finished(Path file, boolean verified) implements Outcome {}

    record Paused(long bytes) implements Outcome {}

    /// @param missingBytes to be freed before it can go on
    record NoSpace(long missingBytes) implements Outcome {}

    /// The folder cannot be written.
    record CannotWrite(String problem) implements Outcome {}

    /// @param detail a status, host or number, for the sentence
    record Refused(Reason reason, String detail) implements Outcome {}

    enum Reason {
        /// Another process, or another window, is at it.
        ALREADY_RUNNING,
        /// The server wants a sign-in (401, 403).
        FORBIDDEN,
        /// 404 or 410.
        MISSING,
        /// Another status that waiting does not mend.
        STATUS,
        /// To an address that is not to be asked.
        REDIRECT,
        /// A web page came instead of a file.
        WEB_PAGE,
        /// Its length is not that of the file.
        LENGTH,
        /// The server does not say how long the file is.
        NO_LENGTH,
        /// It was another file again and again.
        CHANGING,
        /// The server sends whole files only, and each time the connection was cut.
        CANNOT_RESUME,
        /// All bytes are here and they are not the publisher's; kept as `.bad`.
        WRONG_FILE
    }
}
