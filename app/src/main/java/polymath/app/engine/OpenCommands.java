package polymath.app.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.Command;
import polymath.engine.api.Event;

/// The commands one host was sent and has not closed, in order. Thread-safe.
final class OpenCommands {
    private final Map<UUID, Command> open = new LinkedHashMap<>();
    private boolean ended;

    /// Notes a command that is about to be sent.
    ///
    /// @return false if the host is gone: then nobody will close the command
    synchronized boolean sending(Command command) {
        if (ended) return false;
        if (!(command instanceof Command.Cancel)) open.put(command.id(), command); // a cancel has no closing event
        return true;
    }

    /// @return the command that this event closes, if it closes one
    synchronized Optional<Command> received(Event event) {
        return event.closes() ? Optional.ofNullable(open.remove(event.id())) : Optional.empty();
    }

    /// The host is gone.
    ///
    /// @return what it left open
    synchronized List<UUID> end() {
        ended = true;
        List<UUID> ids = List.copyOf(open.keySet());
        open.clear();
        return ids;
    }
}
