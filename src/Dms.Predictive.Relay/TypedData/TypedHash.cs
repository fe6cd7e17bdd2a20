namespace Dms.Predictive.Relay;

/// <summary>Hashing of typed structured data (EIP-712).</summary>
public static class TypedHash
{
    /// <summary>Hash of words one after the other, as <c>hashStruct</c> and the domain separator need it.</summary>
    /// <param name="words">The type's hash first, then one word per field.</param>
    public static Word HashOf(ReadOnlySpan<Word> words)
    {
        byte[] bytes = new byte[words.Length * Word.Size];
        for (int i = 0; i < words.Length; i++)
        {
            words[i].Bytes.CopyTo(bytes.AsSpan(i * Word.Size));
        }

        return Word.Of(Keccak256.Of(bytes));
    }

    /// <summary>What is signed: keccak-256 of 0x19 0x01, the domain separator, and the hash of the message.</summary>
    /// <param name="domain">Separator of the domain.</param>
    /// <param name="message">Hash of the message.</param>
    public static Word DigestOf(Word domain, Word message)
    {
        byte[] bytes = [0x19, 0x01, .. domain.Bytes, .. message.Bytes];
        return Word.Of(Keccak256.Of(bytes));
    }
}
