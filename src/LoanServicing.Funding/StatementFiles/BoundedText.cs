using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Texts of a stranger's file, made short and comparable.</summary>
internal static class BoundedText
{
    /// <summary>In characters. Nothing that is read here is longer in ISO 20022 than this.</summary>
    public const int Longest = 500;

    private static readonly string[] NoReference = ["NOTPROVIDED", "EMPTY", "NONREF", "NONE", "-"];

    /// <summary>Trimmed, and cut without halving a character; null when nothing is left.</summary>
    public static string? OrNull(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : Cut(trimmed);
    }

    public static string Cut(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
    }

    /// <summary>
    /// The bank's reference in its one writing; null when nothing of it can be seen, or when it says that there is none: in words (NOTPROVIDED and the
    /// like, in any case), or as a field of zeros.
    /// </summary>
    public static string? Reference(string? text) =>
        OrNull(text) is { } written && BankReference.Normalise(written) is { Length: > 0 } reference && !IsNone(reference) ? Cut(reference) : null;

    private static bool IsNone(string reference) => NoReference.Contains(reference) || reference.All(c => c == '0');

    /// <summary>An id as it was written; null when it says that there is none, as a reference does.</summary>
    public static string? Id(string? text) => Reference(text) is null ? null : OrNull(text);

    /// <summary>An IBAN in its one writing; any other account id as a reference without spaces.</summary>
    public static string? Account(string? text) =>
        Sheba.TryParse(text, out var iban) ? iban.Value : Reference(text)?.Replace(" ", string.Empty, StringComparison.Ordinal);
}
