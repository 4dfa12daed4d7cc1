package polymath.engine.prefix;

import java.nio.file.Path;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;

/// Reads texts and saves them without end, to be killed at it. Arguments: model, folder, first text.
final class SavingProcess {
    private SavingProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrefixStore store = new PrefixStore(Path.of(arguments[1]), Reader.ANY_LENGTH);
        try (Reader reader = new Reader(Path.of(arguments[0]), GgmlType.F32, store, Kernels.Choice.SCALAR)) {
            for (int text = Integer.parseInt(arguments[2]); ; text++) {
                reader.read(reader.tokens(text % 5, 700));
                System.out.println("saving");
                reader.save("owner " + text % 3);
            }
        }
    }
}
