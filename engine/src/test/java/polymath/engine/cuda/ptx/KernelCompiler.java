package polymath.engine.cuda.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import polymath.engine.cuda.ptx.PtxText.Command;
import polymath.engine.cuda.ptx.PtxText.Function;
import polymath.engine.cuda.ptx.PtxText.Label;
import polymath.engine.cuda.ptx.PtxText.Variable;

/// Makes a kernel out of its text: functions that it calls are copied into it, registers and variables get their
/// places, and instructions are decoded.
final class KernelCompiler {
    private static final int DEEPEST = 16;
    private static final String RETURN = "$return";

    /// An instruction where it will stand.
    private record Placed(String prefix, Map<String, String> aliases, Function function, Command command) {}

    private final PtxText text;
    private final Frame frame = new Frame();
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int calls;

    private KernelCompiler(PtxText text) {
        this.text = text;
    }

    /// @param addresses of the program's variables on the device
    static Kernel compile(PtxText text, Function function, Map<String, Frame.Place> addresses) {
        KernelCompiler compiler = new KernelCompiler(text);
        addresses.forEach(compiler.frame::put);
        return compiler.compile(function);
    }

    private Kernel compile(Function function) {
        List<Kernel.Parameter> parameters = new ArrayList<>();
        int parameterBytes = 0;
        for (Variable parameter : function.parameters()) {
            int at = (int) Frame.align(parameterBytes, parameter.align());
            parameters.add(new Kernel.Parameter(at, (int) parameter.bytes()));
            frame.put(parameter.name(), new Frame.Place(Space.PARAM, at));
            parameterBytes = at + (int) parameter.bytes();
        }
        text.variables().stream().filter(v -> isShared(v, false)).forEach(v -> frame.declare(v.name(), v));
        place(function, "", Map.of(), 0);
        // what the launch adds begins behind all that is declared
        int sharedBytes = frame.sharedBytes();
        List<Variable> added =
                text.variables().stream().filter(v -> isShared(v, true)).toList();
        int align = Math.max(16, added.stream().mapToInt(Variable::align).max().orElse(0));
        int addedShared = (int) Frame.align(sharedBytes, align);
        added.forEach(v -> frame.put(v.name(), new Frame.Place(Space.SHARED, addedShared)));
        List<Instruction> code = new ArrayList<>();
        for (Placed each : placed) code.add(instruction(each));
        return new Kernel(
                function.name(),
                code,
                frame.rows(),
                frame.constants(),
                frame.specials(),
                parameters,
                sharedBytes,
                addedShared,
                frame.sharedUnit(),
                frame.localBytes(),
                function.mostThreads(),
                text.lines());
    }

    private static boolean isShared(Variable variable, boolean dynamic) {
        return variable.space() == Space.SHARED && dynamic == (variable.bytes() == 0);
    }

    private void place(Function function, String prefix, Map<String, String> aliases, int depth) {
        if (depth > DEEPEST) throw new PtxError("functions call each other too deeply: " + function.name());
        for (Variable variable : function.body().variables()) frame.declare(prefix + variable.name(), variable);
        for (PtxText.Statement statement : function.body().statements()) {
            switch (statement) {
                case Label label -> labels.put(prefix + label.name(), placed.size());
                case Command command -> {
                    if (command.opcode().startsWith("call")) placeCall(command, prefix, depth);
                    else placed.add(new Placed(prefix, aliases, function, depth == 0 ? command : inner(command)));
                }
            }
        }
        labels.put(prefix + RETURN, placed.size());
        // whoever goes past the end leaves
        if (depth == 0) placed.add(new Placed("", Map.of(), function, exit()));
    }

    private static Command exit() {
        return new Command(1, Optional.empty(), "exit", List.of());
    }

    /// A function that was copied returns to what follows its copy.
    private static Command inner(Command command) {
        if (!command.opcode().startsWith("ret")) return command;
        return new Command(command.line(), command.guard(), "bra", List.of(new Operand.Symbol(RETURN)));
    }

    private void placeCall(Command command, String prefix, int depth) {
        if (command.guard().isPresent()) throw new PtxError("line %d: a call with a guard".formatted(command.line()));
        List<List<Operand>> groups = new ArrayList<>();
        String name = "";
        for (Operand operand : command.operands()) {
            if (operand instanceof Operand.Many many) groups.add(many.parts());
            else if (operand instanceof Operand.Symbol symbol && name.isEmpty()) name = symbol.name();
        }
        Function callee = text.functions().get(name);
        if (callee == null) throw new PtxError("line %d: no function %s here".formatted(command.line(), name));
        List<Variable> formal = new ArrayList<>(callee.results());
        formal.addAll(callee.parameters());
        List<Operand> actual = groups.stream().flatMap(List::stream).toList();
        if (formal.size() != actual.size())
            throw new PtxError("line %d: %s has other parameters".formatted(command.line(), name));
        Map<String, String> aliases = new LinkedHashMap<>();
        for (int i = 0; i < formal.size(); i++) {
            if (!(actual.get(i) instanceof Operand.Symbol given))
                throw new PtxError("line %d: a parameter expected".formatted(command.line()));
            aliases.put(formal.get(i).name(), prefix + given.name());
        }
        place(callee, prefix + callee.name() + "#" + calls++ + "/", aliases, depth + 1);
    }

    private Instruction instruction(Placed at) {
        Command command = at.command();
        try {
            Site site = new Site(
                    new Opcode(command.opcode()),
                    command.operands(),
                    at.prefix(),
                    at.aliases(),
                    labels,
                    at.function().body().tables(),
                    frame);
            Instruction.Body body = Decoder.decode(site);
            site.opcode().checkAllTaken();
            int guard = command.guard()
                    .map(g -> frame.register(at.prefix(), g.register().name()))
                    .orElse(-1);
            boolean negated = command.guard().map(PtxText.Guard::negated).orElse(false);
            return new Instruction(command.line(), guard, negated, body);
        } catch (PtxError e) {
            String line = text.lines().get(command.line() - 1).trim();
            throw new PtxError("line %d: %s: %s".formatted(command.line(), line, e.getMessage()));
        }
    }
}
