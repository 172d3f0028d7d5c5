using System.Globalization;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Money;

/// <summary>Why an amount cannot be taken.</summary>
public enum AmountFault
{
    None,

    /// <summary>It is no number, or its groups of digits are not groups of thousands.</summary>
    Unreadable,

    /// <summary>It has a part of a rial or toman.</summary>
    Fraction,

    /// <summary>It passes <see cref="Rials.MaxAmount"/>.</summary>
    TooLarge,

    /// <summary>More digits behind a point than two: thousands to one reader and decimals to another.</summary>
    Ambiguous,
}

/// <summary>Reads amounts as banks and spreadsheets write them. Zero and negative ones are read too; whether they may be is the caller's to say.</summary>
public static class AmountText
{
    private const int MostDigits = 16; // of 2^53
    private const int RialsInToman = 10;
    private const int GroupSize = 3;
    private const int MostDecimals = 2; // of a table; XML means decimals, however many there are

    /// <summary>A number of ISO 20022: digits, Persian and Arabic ones too, perhaps a sign, perhaps decimals that are all zero.</summary>
    public static AmountFault ReadPlain(string? text, out Rials amount) => ReadNumber(WithoutMarks(text ?? string.Empty), unit: 1, out amount);

    /// <summary>
    /// An amount in a table: Persian and Arabic digits, groups of thousands, the minus before or after or parentheses around, at most two
    /// decimals that are zero, or of toman the first a rial.
    /// </summary>
    /// <param name="unit">Rials in one of what is counted: 1, or 10 for toman.</param>
    public static AmountFault ReadGrouped(string text, int unit, out Rials amount)
    {
        amount = default;
        var plain = WithoutMarks(text);
        if (plain is ['(', .., ')'])
        {
            plain = "-" + plain[1..^1].Trim();
        }
        else if (plain is [_, .., '-' or '+'])
        {
            plain = plain[^1] + plain[..^1].Trim();
        }

        if (Ungroup(plain) is not { } number)
        {
            return AmountFault.Unreadable;
        }

        var fault = ReadNumber(number, unit, out var read);
        var decimals = number.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? number.Length - point - 1 : 0;
        fault = fault is AmountFault.None or AmountFault.Fraction && decimals > MostDecimals ? AmountFault.Ambiguous : fault;
        amount = fault == AmountFault.None ? read : default;
        return fault;
    }

    /// <summary>Whether an amount in a table says by a sign, or by parentheses, which way it goes.</summary>
    public static bool IsSigned(string text) => WithoutMarks(text).AsSpan().ContainsAny('-', '+', '(');

    // ASCII digits, sign and point, and no marks that steer the direction of writing.
    private static string WithoutMarks(string text) => string.Concat(Digits.Normalise(text)
        .Where(c => char.GetUnicodeCategory(c) is not UnicodeCategory.Format)
        .Select(c => c switch { '−' or '‐' or '–' => '-', '٫' => '.', _ => c })).Trim();

    // 1,5 is not fifteen: a separator stands before three digits, or the text is refused.
    private static string? Ungroup(string text)
    {
        var sign = text is ['-' or '+', ..] ? text[..1] : string.Empty;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point])[sign.Length..].Trim();
        var groups = whole.Split([',', '٬', '،', ' ', '\u00A0', '\u202F', '\u2009']);
        var sound = groups.Length == 1 || (groups[0].Length is >= 1 and <= GroupSize && groups.Skip(1).All(group => group.Length == GroupSize));
        return sound ? sign + string.Concat(groups) + (point < 0 ? string.Empty : text[point..]) : null;
    }

    private static AmountFault ReadNumber(string text, int unit, out Rials amount)
    {
        amount = default;
        var negative = text.StartsWith('-');
        var unsigned = negative || text.StartsWith('+') ? text.AsSpan(1) : text;
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var decimals = point < 0 ? [] : unsigned[(point + 1)..];
        if (whole.IsEmpty || whole.ContainsAnyExceptInRange('0', '9') || decimals.ContainsAnyExceptInRange('0', '9'))
        {
            return AmountFault.Unreadable;
        }

        // A tenth of a toman is a whole rial.
        var rials = unit == RialsInToman && decimals.Length > 0 ? decimals[0] - '0' : 0;
        if ((unit == RialsInToman && decimals.Length > 0 ? decimals[1..] : decimals).ContainsAnyExcept('0'))
        {
            return AmountFault.Fraction;
        }

        var digits = whole.TrimStart('0');
        var value = digits.Length is 0 or > MostDigits ? rials : (long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * unit) + rials;
        if (digits.Length > MostDigits || value > Rials.MaxAmount)
        {
            return AmountFault.TooLarge;
        }

        amount = new Rials(negative ? -value : value);
        return AmountFault.None;
    }
}
