package polymath.app.chat;

import java.util.UUID;

/// A message that was deleted and may be brought back.
///
/// @param following how many messages went with it
public record Deletion(UUID messageId, boolean answer, int following) {}
