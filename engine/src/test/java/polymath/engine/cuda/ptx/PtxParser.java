package polymath.engine.cuda.ptx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polymath.engine.cuda.ptx.PtxScanner.Token;
import polymath.engine.cuda.ptx.PtxText.Function;
import polymath.engine.cuda.ptx.PtxText.Variable;

/// Reads a program's declarations. Source: PTX ISA, "Directives".
final class PtxParser {
    private final PtxScanner scanner;
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, Function> functions = new LinkedHashMap<>();

    private int target;

    private PtxParser(PtxScanner scanner) {
        this.scanner = scanner;
    }

    static PtxText parse(String text) {
        PtxParser parser = new PtxParser(new PtxScanner(text));
        while (!parser.scanner.isAtEnd()) parser.declaration();
        return new PtxText(
                parser.target, parser.functions, parser.variables, text.lines().toList());
    }

    private void declaration() {
        Token token = scanner.next();
        switch (token.text()) {
            case ".version" -> scanner.next();
            case ".target" -> {
                target = Integer.parseInt(scanner.name().replaceAll("\\D", ""));
                while (scanner.accept(",")) scanner.next();
            }
            case ".address_size" -> {
                if (scanner.number() != 64) throw PtxScanner.wrong(token, "addresses have 64 bits");
            }
            case ".visible", ".extern", ".weak", ".common" -> {}
            case ".pragma", ".alias" -> scanner.skipPast(";");
            case ".entry" -> function(true);
            case ".func" -> function(false);
            case ".global", ".const", ".shared" -> variables.add(variable(scanner, token));
            default -> throw PtxScanner.wrong(token, "a declaration expected");
        }
    }

    private void function(boolean entry) {
        scanner.accept(".noreturn");
        List<Variable> results = parameters();
        String name = scanner.name();
        List<Variable> parameters = parameters();
        int mostThreads = 0;
        while (scanner.peek().isName()) {
            String directive = scanner.name();
            int value = 1;
            while (scanner.peek().isNumber()) {
                value *= scanner.number();
                if (!scanner.accept(",")) break;
            }
            if (directive.equals(".maxntid") || directive.equals(".reqntid")) mostThreads = value;
        }
        // declared, to be defined elsewhere: who calls it fails
        if (scanner.accept(";")) return;
        PtxText.Body body = new PtxBodyParser(scanner).body();
        functions.put(name, new Function(name, entry, results, parameters, mostThreads, body));
    }

    private List<Variable> parameters() {
        List<Variable> all = new ArrayList<>();
        if (!scanner.accept("(")) return all;
        while (!scanner.accept(")")) {
            Token token = scanner.next();
            if (!token.text().equals(".param")) throw PtxScanner.wrong(token, "a parameter expected");
            all.add(declared(scanner, token));
            scanner.accept(",");
        }
        return all;
    }

    /// One declared variable, from behind its space to its semicolon.
    static Variable variable(PtxScanner scanner, Token space) {
        Variable variable = declared(scanner, space);
        scanner.expect(";");
        return variable;
    }

    private static Variable declared(PtxScanner scanner, Token token) {
        Space space = Space.find(token.text().substring(1)).orElseThrow();
        int align = 0;
        int vector = 1;
        PtxType type = PtxType.B8;
        while (scanner.peek().text().startsWith(".")) {
            String word = scanner.name().substring(1);
            switch (word) {
                case "align" -> align = Math.max(align, scanner.number());
                case "v2", "v4" -> vector = word.charAt(1) - '0';
                case "attribute" -> scanner.skipPast(")");
                // what a parameter points to, and how that is aligned: ours are checked at each access
                case "ptr" -> {
                    while (!scanner.peek().text().startsWith(".align")) scanner.name();
                    scanner.next();
                    scanner.number();
                }
                default -> type = type(word, token);
            }
        }
        String name = scanner.name();
        long count = vector;
        while (scanner.accept("[")) {
            count *= scanner.peek().isNumber() ? scanner.number() : 0;
            scanner.expect("]");
        }
        List<Long> initial = new ArrayList<>();
        if (scanner.accept("=")) values(scanner, initial);
        return new Variable(name, space, type, Math.max(align, type.bytes()), count * type.bytes(), initial);
    }

    private static PtxType type(String word, Token token) {
        return PtxType.find(word).orElseThrow(() -> PtxScanner.wrong(token, "no type ." + word));
    }

    private static void values(PtxScanner scanner, List<Long> into) {
        if (scanner.accept("{")) {
            while (!scanner.accept("}")) {
                values(scanner, into);
                scanner.accept(",");
            }
            return;
        }
        boolean negative = scanner.accept("-");
        Token token = scanner.next();
        if (!token.isNumber()) throw PtxScanner.wrong(token, "only numbers are understood here");
        long value = PtxBodyParser.bits(token.text());
        into.add(negative ? -value : value);
    }
}
