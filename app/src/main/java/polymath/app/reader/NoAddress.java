package polymath.app.reader;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/// Addresses that are never opened.
final class NoAddress extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL address) throws IOException {
        throw new IOException("the document reader opens no addresses");
    }
}
