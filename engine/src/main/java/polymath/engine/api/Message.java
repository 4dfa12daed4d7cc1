package polymath.engine.api;

import java.util.UUID;

/// What travels on the [EventBus] and, as one JSON line each ([MessageCodec]), between window and engine host.
///
/// All messages are immutable records and may be shared between threads.
public sealed interface Message permits Command, Event {

    /// The id of the command: an event repeats the id of the command that caused it, so stale events drop out by one
    /// comparison.
    UUID id();
}
