using System.Globalization;
using System.Text;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Platform.Http;

/// <summary>Where a list goes on, as a text that callers hand back unread.</summary>
public static class Cursor
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static string Encode(long position) => Encode($"c{position}");

    /// <summary>For a list in the order of ids.</summary>
    public static string Encode(Guid position) => Encode($"g{position:N}");

    /// <summary>Reads a cursor; an absent one is position 0.</summary>
    public static bool TryDecode(string? cursor, out long position)
    {
        position = 0;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        return Decode(cursor) is ['c', .. var digits] && long.TryParse(digits, out position) && position >= 0;
    }

    /// <summary>The same for a list in the order of ids; an absent one is the id of zeros.</summary>
    public static bool TryDecodeId(string? cursor, out Guid position)
    {
        position = Guid.Empty;
        return string.IsNullOrEmpty(cursor) || (Decode(cursor) is ['g', .. var digits] && Guid.TryParseExact(digits, "N", out position));
    }

    /// <summary>Reads <c>cursor</c> and <c>limit</c> as the query has them; a problem that names the field when one is unreadable, else null.</summary>
    public static ApiProblem? Read(string? cursor, string? limit, out long position, out int rows) =>
        ReadLimit(TryDecode(cursor, out position), limit, out rows);

    /// <summary>The same for a list in the order of ids.</summary>
    public static ApiProblem? ReadId(string? cursor, string? limit, out Guid position, out int rows) =>
        ReadLimit(TryDecodeId(cursor, out position), limit, out rows);

    private static ApiProblem? ReadLimit(bool hasCursor, string? limit, out int rows)
    {
        rows = DefaultLimit;
        var readable = string.IsNullOrEmpty(limit)
            || int.TryParse(Digits.Normalise(limit), NumberStyles.None, CultureInfo.InvariantCulture, out rows);
        if (!hasCursor)
        {
            return ApiProblem.Malformed("cursor", "cursor.invalid", new("Use the nextCursor of the page before.", "nextCursor صفحهٔ پیش را بفرستید."));
        }

        return readable && rows is >= 1 and <= MaxLimit
            ? null
            : ApiProblem.Malformed("limit", "number.out-of-range", new($"From 1 to {MaxLimit}.", $"از 1 تا {MaxLimit}."));
    }

    private static string Encode(string position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(position)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Empty where it cannot be read.</summary>
    private static string Decode(string cursor)
    {
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? Encoding.ASCII.GetString(bytes, 0, length) : "";
    }
}
