package polymath.engine.prefix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What can fail when files are written; tests put a failing one in its place.
interface Disk {
    /// A file being written from its start.
    interface Output extends Closeable {
        /// Writes all of the buffer.
        void write(ByteBuffer bytes) throws IOException;

        /// Waits until what was written so far would survive a power loss.
        void force() throws IOException;
    }

    /// Makes a new file.
    Output create(Path file) throws IOException;

    /// Gives a file its final name, in place of one that has it, so that it survives a power loss.
    void rename(Path file, Path target) throws IOException;

    /// Bytes that may still be written into a folder.
    long freeBytes(Path folder) throws IOException;
}
