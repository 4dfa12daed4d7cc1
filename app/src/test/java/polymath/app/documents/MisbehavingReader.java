package polymath.app.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/// Stands in for the document reader: four pages, and the trouble that its file asks for, on the pages it names. Run in
/// a process of its own, without any library.
public final class MisbehavingReader {
    private MisbehavingReader() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0]);
        List<String> words = List.of(Files.readString(file).split(" ", -1));
        Set<String> pages = Set.copyOf(words.subList(1, words.size()));
        Set<String> skipped = arguments.length > 2 ? Set.of(arguments[2].split(",", -1)) : Set.of();
        switch (words.getFirst()) {
            case "lie" -> {
                lie();
                return;
            }
            case "garbage" -> System.out.println("no JSON\n".repeat(200));
            case "sleep" -> {
                say("{'reading':1}");
                Thread.sleep(60_000);
            }
            case "append" -> Files.writeString(file, " more", StandardOpenOption.APPEND);
            default -> {}
        }
        if (pages.contains("0")) dieAfter("{'reading':0}");
        say("{'pages':8,'apart':true}");
        int last = pages.size() > 2 ? 8 : 4;
        for (int page = Integer.parseInt(arguments[1]); page <= last; page++) {
            if (skipped.contains("" + page)) {
                page(page, "");
                continue;
            }
            say("{'reading':" + page + "}");
            if (pages.contains("" + page)) {
                if (words.getFirst().equals("die")) Runtime.getRuntime().halt(1);
                if (words.getFirst().equals("loop")) spin();
            }
            page(page, "text " + page);
        }
        say("{'done':true}");
    }

    private static void page(int page, String text) {
        say("{'page':" + page + ",'label':'p. " + page + "','heading':null,'text':'" + text + "'}");
    }

    private static void lie() {
        say("{'page':-1,'label':'p. 1','heading':null,'text':'x'}");
        say("{'page':1,'text':'x'}");
        say("{'remark':'NO_SUCH_REMARK','arguments':[]}");
        say("{'failed':'NO_SUCH_CODE','arguments':[]}");
        say("{'failed':{'class':'java.lang.Runtime'}}");
        say("[1,2,3]");
        say("{'run':'rm -rf'}");
        say("{'page':1,'label':'p. 1','heading':'two\\nlines\\u202e','text':'ke\\u202ept\\u0007'}");
        say("{'done':true}");
    }

    private static void dieAfter(String line) {
        say(line);
        Runtime.getRuntime().halt(1);
    }

    private static void spin() {
        long end = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < end) Thread.onSpinWait();
    }

    private static void say(String line) {
        System.out.println(line.replace('\'', '"'));
        System.out.flush();
    }
}
