package polymath.app.platform;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Keeps the computer from falling asleep while work runs that takes long; the screen may go dark. Where the system
/// has no way to ask for that, it sleeps as it would.
///
/// On Linux and macOS a process of the system holds the wish and ends with this one, however that ends: its standard
/// input closes, or it watches the process. On Windows the wish belongs to the calling thread, so one thread calls
/// [#set] always.
public final class KeepAwake {
    private static final System.Logger LOG = System.getLogger(KeepAwake.class.getName());

    private final Optional<List<String>> command;
    private final Optional<WindowsPower> windows;
    private final Executor background;
    private boolean wanted; // guards itself and the process by this
    private Optional<Process> holder = Optional.empty();

    /// @param command of the process that holds the wish; none where there is no such program
    KeepAwake(Optional<List<String>> command, Optional<WindowsPower> windows, Executor background) {
        this.command = command;
        this.windows = windows;
        this.background = background;
    }

    /// @param background runs what blocks
    public static KeepAwake ofThisSystem(Executor background) {
        String system = System.getProperty("os.name");
        Optional<WindowsPower> power =
                system.toLowerCase(Locale.ROOT).startsWith("windows") ? WindowsPower.find() : Optional.empty();
        return new KeepAwake(command(system, ProcessHandle.current().pid()), power, background);
    }

    static Optional<List<String>> command(String system, long pid) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac")) return Optional.of(List.of("caffeinate", "-i", "-w", Long.toString(pid)));
        if (!lower.startsWith("linux")) return Optional.empty();
        return Optional.of(List.of(
                "systemd-inhibit",
                "--what=sleep:idle",
                "--who=Polymath",
                "--why=Documents are being summarized",
                "--mode=block",
                "cat")); // ends when its input does
    }

    /// Asks for it, or not any more. Returns at once.
    public void set(boolean awake) {
        windows.ifPresent(power -> power.set(awake));
        if (command.isEmpty()) return;
        synchronized (this) {
            if (wanted == awake) return;
            wanted = awake;
        }
        if (awake) background.execute(this::hold);
        else release();
    }

    private void hold() {
        synchronized (this) {
            if (!wanted || holder.isPresent()) return;
            try {
                holder = Optional.of(new ProcessBuilder(command.orElseThrow())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) { // not every Linux has it
                LOG.log(Level.INFO, "the computer cannot be kept awake: {0}", e.getMessage());
            }
        }
    }

    private synchronized void release() {
        holder.ifPresent(process -> {
            // what the holder runs has its input, and would outlive it
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
        holder = Optional.empty();
    }
}
