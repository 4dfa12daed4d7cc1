package polymath.app.reader;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import polymath.app.documents.DocumentException;

/// Reads documents of one format.
@FunctionalInterface
interface FormatReader {
    /// Writes pages and remarks in order; the caller says that all is done.
    ///
    /// @throws DocumentException if there is nothing to be read in it, with the reason
    /// @throws IOException if it is broken, or nobody listens any more
    /// @throws XMLStreamException if XML in it is broken or unsafe
    void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException;
}
