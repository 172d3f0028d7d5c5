using System.Globalization;
using System.Text;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Platform.Http;

/// <summary>Where a list goes on, as a text that callers hand back unread.</summary>
public static class Cursor
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static string Encode(long position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"c{position}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Reads a cursor; an absent one is position 0.</summary>
    public static bool TryDecode(string? cursor, out long position)
    {
        position = 0;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            && length > 1 && bytes[0] == (byte)'c'
            && long.TryParse(Encoding.ASCII.GetString(bytes, 1, length - 1), out position) && position >= 0;
    }

    /// <summary>Reads <c>cursor</c> and <c>limit</c> as the query has them; a problem that names the field when one is unreadable, else null.</summary>
    public static ApiProblem? Read(string? cursor, string? limit, out long position, out int rows)
    {
        rows = DefaultLimit;
        var readable = string.IsNullOrEmpty(limit)
            || int.TryParse(Digits.Normalise(limit), NumberStyles.None, CultureInfo.InvariantCulture, out rows);
        if (!TryDecode(cursor, out position))
        {
            return ApiProblem.Malformed("cursor", "cursor.invalid", new("Use the nextCursor of the page before.", "nextCursor صفحهٔ پیش را بفرستید."));
        }

        return readable && rows is >= 1 and <= MaxLimit
            ? null
            : ApiProblem.Malformed("limit", "number.out-of-range", new($"From 1 to {MaxLimit}.", $"از 1 تا {MaxLimit}."));
    }
}
