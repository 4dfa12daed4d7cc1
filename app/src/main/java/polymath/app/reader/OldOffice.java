package polymath.app.reader;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// Files in the container of Office before 2007. Newer ones are in it too once they have a password.
final class OldOffice {
    private OldOffice() {}

    /// Why it is not read.
    static DocumentException refusal(Path file, String name) {
        File source = file.toFile();
        try (POIFSFileSystem container = new POIFSFileSystem(source, true)) {
            boolean encrypted = container.getRoot().hasEntryCaseInsensitive("EncryptedPackage");
            return new DocumentException(encrypted ? Code.PASSWORD : Code.OLD_OFFICE, name);
        } catch (IOException | RuntimeException e) {
            return new DocumentException(Code.DAMAGED, name);
        }
    }
}
