package polymath.engine.cuda.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import polymath.engine.cuda.ptx.PtxScanner.Token;

/// Reads a function's statements. Registers get names of their own where an inner scope declares one anew.
final class PtxBodyParser {
    private final PtxScanner scanner;
    private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
    private final List<PtxText.Statement> statements = new ArrayList<>();
    private final List<PtxText.Variable> variables = new ArrayList<>();
    private final Map<String, List<String>> tables = new HashMap<>();
    private int scopeCount;

    PtxBodyParser(PtxScanner scanner) {
        this.scanner = scanner;
    }

    PtxText.Body body() {
        scanner.expect("{");
        scopes.push(new HashMap<>());
        while (!scopes.isEmpty()) {
            if (scanner.isAtEnd()) throw PtxScanner.wrong(scanner.peek(), "'}' expected");
            statement();
        }
        return new PtxText.Body(statements, variables, tables);
    }

    private void statement() {
        Token token = scanner.next();
        switch (token.text()) {
            case "{" -> {
                scopes.push(new HashMap<>());
                scopeCount++;
            }
            case "}" -> scopes.pop();
            case ";" -> {}
            case ".reg" -> registers();
            case ".pragma" -> scanner.skipPast(";");
            case ".local", ".shared", ".param" -> {
                PtxText.Variable variable = PtxParser.variable(scanner, token);
                // a call's parameters are declared anew by each call: the largest has room for all
                boolean hasRoom = variables.stream()
                        .anyMatch(v -> v.name().equals(variable.name()) && v.bytes() >= variable.bytes());
                if (hasRoom) return;
                variables.removeIf(v -> v.name().equals(variable.name()));
                variables.add(variable);
            }
            case "@" -> {
                boolean negated = scanner.accept("!");
                var register = new Operand.Register(resolved(scanner.name()).orElseThrow());
                command(scanner.next(), Optional.of(new PtxText.Guard(register, negated)));
            }
            default -> {
                if (!token.isName()) throw PtxScanner.wrong(token, "a statement expected");
                if (scanner.accept(":")) label(token.text());
                else command(token, Optional.empty());
            }
        }
    }

    private void label(String name) {
        if (!scanner.accept(".branchtargets")) {
            statements.add(new PtxText.Label(name));
            return;
        }
        List<String> targets = new ArrayList<>();
        do targets.add(scanner.name());
        while (scanner.accept(","));
        scanner.expect(";");
        tables.put(name, targets);
    }

    private void registers() {
        // the type is clear from what uses them
        scanner.name();
        do {
            String name = scanner.name();
            if (scanner.accept("<")) {
                int count = scanner.number();
                for (int i = 0; i < count; i++) declare(name + i);
                scanner.expect(">");
            } else {
                declare(name);
            }
        } while (scanner.accept(","));
        scanner.expect(";");
    }

    private void declare(String name) {
        scopes.element().put(name, scopes.size() == 1 ? name : name + "@" + scopeCount);
    }

    private Optional<String> resolved(String name) {
        for (Map<String, String> scope : scopes) {
            String unique = scope.get(name);
            if (unique != null) return Optional.of(unique);
        }
        // these are declared nowhere
        return Special.find(name).isPresent() || name.equals("_") ? Optional.of(name) : Optional.empty();
    }

    private void command(Token opcode, Optional<PtxText.Guard> guard) {
        List<Operand> operands = new ArrayList<>();
        while (!scanner.accept(";")) {
            operands.add(operand());
            if (!scanner.accept(",") && !scanner.peek().text().equals(";"))
                throw PtxScanner.wrong(scanner.peek(), "',' or ';' expected");
        }
        statements.add(new PtxText.Command(opcode.line(), guard, opcode.text(), operands));
    }

    private Operand operand() {
        if (scanner.accept("[")) return address();
        if (scanner.accept("{")) return many("}");
        if (scanner.accept("(")) return many(")");
        Operand single = single();
        return scanner.accept("|") ? new Operand.Many(List.of(single, single())) : single;
    }

    private Operand many(String end) {
        List<Operand> parts = new ArrayList<>();
        while (!scanner.accept(end)) {
            parts.add(operand());
            scanner.accept(",");
        }
        return new Operand.Many(parts);
    }

    private Operand address() {
        Operand base = single();
        long offset = 0;
        while (!scanner.accept("]")) {
            boolean minus = scanner.accept("-");
            if (!minus) scanner.expect("+");
            minus ^= scanner.accept("-");
            long value = bits(scanner.next().text());
            offset += minus ? -value : value;
        }
        return new Operand.Address(base, offset);
    }

    private Operand single() {
        boolean minus = scanner.accept("-");
        Token token = scanner.next();
        if (token.isNumber()) return number(token.text(), minus);
        if (minus || !token.isName()) throw PtxScanner.wrong(token, "an operand expected");
        Optional<String> register = resolved(token.text());
        return register.isPresent() ? new Operand.Register(register.get()) : new Operand.Symbol(token.text());
    }

    private static Operand number(String text, boolean minus) {
        boolean isDouble = text.startsWith("0d") || text.startsWith("0D") || text.contains(".");
        long bits = bits(text);
        if (isDouble) return new Operand.Real(Double.longBitsToDouble(bits) * (minus ? -1 : 1));
        return new Operand.Whole(minus ? -bits : bits);
    }

    /// A number's value, or its bits if it is no whole one: `0f3F800000` are those of a float, `0d` of a double.
    static long bits(String text) {
        if (text.contains(".")) return Double.doubleToRawLongBits(Double.parseDouble(text));
        String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        char kind = digits.length() > 1 && digits.charAt(0) == '0' ? Character.toLowerCase(digits.charAt(1)) : ' ';
        return switch (kind) {
            case 'f', 'd', 'x' -> Long.parseUnsignedLong(digits, 2, digits.length(), 16);
            case 'b' -> Long.parseUnsignedLong(digits, 2, digits.length(), 2);
            default -> Long.parseUnsignedLong(digits);
        };
    }
}
