package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.image.ImageView;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a model writes and what a user pastes is drawn as text, whatever it pretends to be: no picture is fetched, no
/// page is asked, nothing is opened. The property `polymath.payloads` says how many are drawn (the suite draws a few).
class RenderPayloadTest {
    private static final int PAYLOADS = Integer.getInteger("polymath.payloads", 40);
    private static final long SEED = 20_251;

    private static final List<String> SCHEMES = List.of(
            "http://%s/p%d",
            "HTTP://%s/p%d.png",
            "//%s/p%d.png",
            "http:\\\\%s\\p%d",
            "ftp://%s/p%d",
            "ws://%s/p%d",
            "jar:http://%s/p%d.jar!/x.png",
            "view-source:http://%s/p%d",
            "feed:http://%s/p%d",
            "http://user:word@%s/p%d",
            "http://[::1]@%s/p%d",
            "smb://%s/p%d",
            "file://%s/p%d",
            "file:///etc/passwd?%s%d",
            "javascript:fetch('http://%s/p%d')",
            "data:text/html,<img src=http://%s/p%d>",
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='http://%s/p%d'/></svg>",
            "vbscript:http://%s/p%d",
            "polymath://%s/p%d",
            "mailto:a@%s?subject=%d");

    private static final List<String> SHAPES = List.of(
            "![picture](ADDRESS)",
            "![picture](<ADDRESS> \"title\")",
            "[![picture](ADDRESS)](ADDRESS)",
            "![r][1]\n\n[1]: ADDRESS",
            "[text](ADDRESS)",
            "<ADDRESS>",
            "ADDRESS",
            "<img src=\"ADDRESS\" onerror=\"fetch('ADDRESS')\">",
            "<iframe src='ADDRESS'></iframe>",
            "<script src='ADDRESS'></script>",
            "<link rel=stylesheet href='ADDRESS'><style>@import url(ADDRESS); * { background: url(ADDRESS) }</style>",
            "<video autoplay src='ADDRESS'></video><audio autoplay src='ADDRESS'></audio>",
            "<object data='ADDRESS'></object><embed src='ADDRESS'>",
            "<meta http-equiv=refresh content='0;url=ADDRESS'><base href='ADDRESS'>",
            "<svg><use href='ADDRESS#a'/><image xlink:href='ADDRESS'/></svg>",
            "<form action='ADDRESS'><input autofocus onfocus=submit()></form>",
            "|a|b|\n|-|-|\n|![x](ADDRESS)|<img src=ADDRESS>|",
            "> - ![x](ADDRESS)\n>   - <img src=ADDRESS>",
            "```html\n<img src=\"ADDRESS\">\n```",
            "-fx-background-image: url('ADDRESS'); }\n.root { -fx-background-image: url('ADDRESS'); }",
            "<html><body background='ADDRESS'>hello",
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'ADDRESS'>]><x>&e;</x>",
            "# ![x](ADDRESS)\n\n`![x](ADDRESS)`",
            "&#60;img src=ADDRESS&#62; \\![x](ADDRESS)",
            "$$\\includegraphics{ADDRESS}$$ \\href{ADDRESS}{x}");

    @Test
    void nothingIsFetchedAndNothingIsShownButText(@TempDir Path folder) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        ConcurrentLinkedQueue<URI> asked = new ConcurrentLinkedQueue<>();
        ProxySelector before = ProxySelector.getDefault();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            Thread.ofPlatform().daemon().start(() -> count(server, calls));
            ProxySelector.setDefault(listening(asked));
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = window.stage(1100, 800);
            long sockets = sockets();
            for (String payload : payloads("127.0.0.1:" + server.getLocalPort())) {
                window.ui(window.app()::newChat); // the payload is the next chat's title too
                window.send(payload);
                window.answer(payload);
                Fx.settle(stage.getScene());
                Set<String> strange = Fx.fx(() -> strange(stage.getScene().getRoot()));
                assertThat(strange).as(payload).isEmpty();
                assertThat(Fx.fx(() -> text(stage.getScene().getRoot().lookup(".prompt-card"))))
                        .as("the message as it was written")
                        .isEqualTo(payload);
                assertThat(sockets()).as(payload).isLessThanOrEqualTo(sockets);
            }
            Fx.run(stage::close);
            assertThat(asked).isEmpty();
            assertThat(calls).hasValue(0);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static List<String> payloads(String host) {
        List<String> payloads = new ArrayList<>();
        int n = 0;
        for (String shape : SHAPES)
            for (String scheme : SCHEMES)
                payloads.add(shape.replace("ADDRESS", String.format(Locale.ROOT, scheme, host, n++)));
        java.util.Collections.shuffle(payloads, new Random(SEED));
        assertThat(payloads).hasSize(500);
        return payloads.subList(0, Math.min(PAYLOADS, payloads.size()));
    }

    private static void count(ServerSocket server, AtomicInteger calls) {
        while (true)
            try {
                server.accept().close();
                calls.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
    }

    /// Everything of the JDK that connects to an address asks this first.
    private static ProxySelector listening(ConcurrentLinkedQueue<URI> asked) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                asked.add(address);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxy, IOException e) {}
        };
    }

    /// Sockets that this process has open; 0 where the system does not say.
    private static long sockets() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) return 0;
        try (Stream<Path> files = Files.list(open)) {
            return files.filter(RenderPayloadTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    /// Classes of nodes that show something else than text, shapes and controls.
    private static Set<String> strange(Node node) {
        Set<String> found = new java.util.TreeSet<>();
        String name = node.getClass().getName();
        if (node instanceof ImageView || name.startsWith("javafx.scene.web") || name.startsWith("javafx.scene.media"))
            found.add(name);
        if (node instanceof Parent parent)
            for (Node child : parent.getChildrenUnmodifiable()) found.addAll(strange(child));
        return found;
    }

    private static String text(Node node) {
        if (node instanceof Text text) return text.getText();
        if (!(node instanceof Parent parent)) return "";
        return parent.getChildrenUnmodifiable().stream()
                .map(RenderPayloadTest::text)
                .collect(Collectors.joining());
    }
}
