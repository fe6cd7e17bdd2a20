namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// Converts between positions that count Unicode characters, as the protocol does, and positions in a string, where a
/// character outside the basic plane counts twice.
/// </summary>
internal static class CodePoints
{
    /// <summary>Position in the string of a position in characters; clamped to the text.</summary>
    public static int ToIndex(string text, int characters)
    {
        int index = 0;
        for (int passed = 0; passed < characters && index < text.Length; passed++)
        {
            index += IsPair(text, index) ? 2 : 1;
        }

        return index;
    }

    /// <summary>Position in characters of a position in the string.</summary>
    public static int FromIndex(string text, int index)
    {
        int characters = 0;
        for (int at = 0; at < index; at += IsPair(text, at) ? 2 : 1)
        {
            characters++;
        }

        return characters;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text, index);
}
