using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dms.Predictive.Serving;

/// <summary>Signs the places at which lists go on, so that a client can only go where it was sent.</summary>
internal sealed class CursorSeal
{
    private const int SealBytes = 16;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>A cursor for a place.</summary>
    public string Close(string place)
    {
        byte[] text = Encoding.UTF8.GetBytes(place);
        return Base64Url.EncodeToString([.. Sign(text), .. text]);
    }

    /// <summary>The place of a cursor; empty text for the start.</summary>
    /// <exception cref="RequestRefusedException">The cursor was not made here (400).</exception>
    public string Open(string cursor)
    {
        if (cursor.Length == 0)
        {
            return "";
        }

        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        int length = 0;
        bool isWhole = Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out length) && length > SealBytes;
        ReadOnlySpan<byte> text = isWhole ? bytes.AsSpan(SealBytes, length - SealBytes) : [];
        return isWhole && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SealBytes), Sign(text))
            ? Encoding.UTF8.GetString(text)
            : throw new RequestRefusedException(400, "cursor", "The cursor is not one of this host since its start. Begin the list anew.");
    }

    private byte[] Sign(ReadOnlySpan<byte> text) => HMACSHA256.HashData(_key, text)[..SealBytes];
}
