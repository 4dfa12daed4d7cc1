package polymath.app.reader;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// The document reader: one file to text with page marks, as JSON lines on standard output. A process of its own,
/// because its input may be made to break it.
///
/// `FILE [FROM [SKIPPED,SKIPPED]]`: the first page to read and pages to leave out, after an earlier process got stuck.
public final class ReaderMain {
    private static final int PARENT_GONE = 3;

    private ReaderMain() {}

    static void main(String[] arguments) {
        OutputStream stdout = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // a library that prints must not be taken for us
        LogManager.getLogManager().reset();
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
        SafeXml.limitParsers();
        refuseAddresses();
        Thread.ofPlatform().daemon().name("parent").start(ReaderMain::endWithParent);
        int from = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Set<Integer> skipped = arguments.length > 2
                ? Arrays.stream(arguments[2].split(",", -1))
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet())
                : Set.of();
        try {
            read(Path.of(arguments[0]), from, skipped, new Output(stdout));
        } catch (IOException e) { // nobody listens any more
            Runtime.getRuntime().halt(PARENT_GONE);
        }
    }

    /// Reads one file; what is wrong with it is written, not thrown.
    static void read(Path file, int from, Set<Integer> skipped, Output out) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            FileKind.of(file).reader(from, skipped).read(file, out);
            if (!out.hasText() && from == 1) out.failed(Code.EMPTY, name);
            else out.done();
        } catch (DocumentException e) {
            out.failed(e.code(), e.arguments().toArray());
        } catch (ZipParts.ExpandsException e) {
            out.failed(Code.EXPANDS, name);
        } catch (XMLStreamException e) {
            boolean expands = e.getNestedException() instanceof ZipParts.ExpandsException;
            out.failed(expands ? Code.EXPANDS : Code.DAMAGED, name);
        } catch (StackOverflowError e) {
            out.failed(Code.TOO_COMPLEX, name);
        } catch (IOException | RuntimeException | LinkageError e) {
            // Also LinkageError: the libraries look classes up by names that a file can choose.
            out.failed(Code.DAMAGED, name);
        }
    }

    /// The reader has no business in any network: whatever a document refers to stays where it is.
    private static void refuseAddresses() {
        Set<String> own = Set.of("file", "jar", "jrt");
        URL.setURLStreamHandlerFactory(protocol -> own.contains(protocol) ? null : new NoAddress());
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is asked of the reader while it works
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
