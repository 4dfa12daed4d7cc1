package polymath.engine;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.CachePolicy.Keep;
import polymath.engine.generation.Sequence;

/// What of the sequence in memory shall be saved when the engine has nothing else to do. Used by the engine's thread.
final class KeptTokens {
    private final Sequence sequence;
    private Optional<Pending> pending = Optional.empty();

    /// @param id of the command that made it read
    private record Pending(UUID id, CachePolicy policy) {}

    KeptTokens(Sequence sequence) {
        this.sequence = sequence;
    }

    /// The tokens of this command, and no others, are in memory from now on.
    void begin(UUID id, CachePolicy policy) {
        pending = policy.keep() == Keep.NOTHING ? Optional.empty() : Optional.of(new Pending(id, policy));
    }

    /// Nothing of it shall be saved after all.
    void forget() {
        pending = pending.map(now -> new Pending(now.id(), CachePolicy.LEAVE_NOTHING));
    }

    /// The same, if it is one of these owners', or whoever's if none is named.
    void forget(List<String> owners) {
        pending = pending.filter(
                now -> !owners.isEmpty() && !owners.contains(now.policy().owner()));
    }

    /// How long it stays once it is saved, if it is this owner's.
    void keep(String owner, boolean ready) {
        pending = pending.map(now ->
                now.policy().owner().equals(owner) && now.policy().keep() != Keep.NOTHING
                        ? new Pending(now.id(), new CachePolicy(owner, ready ? Keep.READY : Keep.WHILE_ROOM))
                        : now);
    }

    /// Saves what there is to save. What is interrupted goes on at the next call.
    ///
    /// @param interrupted looked at every few milliseconds
    /// @return the command whose tokens may be kept, if it was not known yet what comes of that
    Optional<UUID> save(BooleanSupplier interrupted) {
        Optional<Pending> now = pending;
        now.ifPresent(one -> {
            CachePolicy policy = one.policy();
            if (policy.keep() == Keep.NOTHING
                    || sequence.save(policy.owner(), policy.keep() == Keep.READY, interrupted))
                pending = Optional.empty();
        });
        return now.map(Pending::id);
    }
}
