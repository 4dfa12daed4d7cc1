package polymath.app.download;

import java.time.Duration;

/// What happens meanwhile. Comes on the thread that runs the download.
public sealed interface DownloadEvent {
    /// At most some times a second.
    ///
    /// @param bytes that are here
    /// @param bytesPerSecond over the last seconds; 0 until it is known
    record Progress(long bytes, long total, double bytesPerSecond) implements DownloadEvent {}

    /// The next try comes by itself.
    record Waiting(Trouble trouble, Duration delay, long bytes) implements DownloadEvent {}

    /// Nothing of what was here could be used.
    record StartedOver(Reason reason) implements DownloadEvent {
        public enum Reason {
            /// The file at the server is another one now.
            CHANGED,
            /// The server sends whole files only.
            CANNOT_RESUME
        }
    }

    /// All bytes are here; their hash is computed.
    record Checking(long bytes, long total) implements DownloadEvent {}

    /// Pieces that are not what they should be are fetched once more.
    record FetchingAgain(int pieces, int of) implements DownloadEvent {}

    /// Why a try failed that is made again.
    enum Trouble {
        /// The connection could not be made, was cut or stood still.
        CONNECTION,
        /// No secure connection: a wrong clock, or a network that wants a sign-in first.
        SECURITY,
        /// The server asks for patience, or has a fault of its own.
        BUSY,
        /// The answer was not what was asked for.
        CONFUSED
    }
}
