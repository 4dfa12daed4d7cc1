package polymath.app.reader;

import java.text.Bidi;

/// Text that PDF pages hold as it is drawn, from left to right, in the order in which it is read.
final class WritingDirection {
    private WritingDirection() {}

    static boolean rightToLeft(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        return letters > 0
                && 2 * text.codePoints().filter(WritingDirection::rightToLeft).count() > letters;
    }

    private static boolean rightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    static String logical(String drawn) {
        if (drawn.codePoints().noneMatch(WritingDirection::rightToLeft)) return drawn;
        Bidi bidi = new Bidi(drawn, rightToLeft(drawn) ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
        int runs = bidi.getRunCount();
        byte[] levels = new byte[runs];
        Integer[] order = new Integer[runs];
        for (int i = 0; i < runs; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            order[i] = i;
        }
        Bidi.reorderVisually(levels, 0, order, 0, runs);
        StringBuilder logical = new StringBuilder(drawn.length());
        for (int run : order) {
            String part = drawn.substring(bidi.getRunStart(run), bidi.getRunLimit(run));
            if ((levels[run] & 1) == 0) logical.append(part);
            else logical.append(mirrored(part));
        }
        return logical.toString();
    }

    private static CharSequence mirrored(String part) {
        StringBuilder reversed = new StringBuilder(part).reverse();
        for (int i = 0; i < reversed.length(); i++) {
            int at = "()[]{}<>«»".indexOf(reversed.charAt(i));
            if (at >= 0) reversed.setCharAt(i, ")(][}{><»«".charAt(at));
        }
        return reversed;
    }
}
