package polymath.app.transfer;

import java.io.IOException;
import polymath.app.storage.ArchivedChat;

/// Writes chats in one format, one after the other.
interface ChatWriter {
    void begin() throws IOException;

    void write(ArchivedChat chat) throws IOException;

    void end() throws IOException;
}
