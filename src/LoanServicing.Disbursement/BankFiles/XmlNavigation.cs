using System.Globalization;
using System.Xml.Linq;
using LoanServicing.Domain.Money;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>Steps through an ISO 20022 document by local names, in the namespace of the element at hand. Absent stays absent.</summary>
internal static class XmlNavigation
{
    private const string Currency = "IRR";

    // Whole rials; some banks write the two decimals that ISO 4217 gives the rial.
    private const int LongestAmount = 16;

    // Nothing that is read here is longer in the standard than 140 characters; what is stored of a stranger's file stays bounded.
    private const int LongestText = 500;

    public static XElement? Child(this XElement? element, string name) => element?.Element(element.Name.Namespace + name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) =>
        element?.Elements(element.Name.Namespace + name) ?? [];

    /// <summary>The trimmed text of a child, cut at <see cref="LongestText"/> characters; null when it is absent or empty.</summary>
    public static string? Text(this XElement? element, string name) => element.Child(name)?.Value.Trim() is { Length: > 0 } text ? Cut(text) : null;

    public static bool IsInRials(this XElement amount) => amount.Attribute("Ccy")?.Value == Currency;

    /// <summary>Whether decimals follow the point that are not all zero.</summary>
    public static bool HasFraction(this XElement amount)
    {
        var text = amount.Value.Trim();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && text[(point + 1)..].All(char.IsAsciiDigit) && text[(point + 1)..].Any(digit => digit != '0');
    }

    /// <summary>The element's content in whole rials; null unless it is a positive whole number of IRR up to <see cref="Rials.MaxAmount"/>.</summary>
    public static Rials? WholeRials(this XElement amount)
    {
        var text = amount.Value.Trim();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var decimals = point < 0 ? string.Empty : text[(point + 1)..];
        return amount.IsInRials()
            && whole.Length <= LongestAmount
            && decimals.All(digit => digit == '0')
            && long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var rials)
            && rials is > 0 and <= Rials.MaxAmount
                ? new Rials(rials)
                : null;
    }

    /// <summary>A date, or the date of a time as the bank wrote it; null when there is none or it cannot be read.</summary>
    public static LocalDate? Date(this XElement? choice)
    {
        const int IsoDateLength = 10;
        var text = choice.Text("Dt") ?? choice.Text("DtTm");
        return text is { Length: >= IsoDateLength } && LocalDatePattern.Iso.Parse(text[..IsoDateLength]).TryGetValue(default, out var date)
            ? date
            : null;
    }

    /// <summary>A coded or a proprietary reason.</summary>
    public static string? Reason(this XElement? information) => information.Child("Rsn").Text("Cd") ?? information.Child("Rsn").Text("Prtry");

    /// <summary>The free text beside a reason.</summary>
    public static string? Additional(this XElement? information)
    {
        var text = string.Join(' ', information.Children("AddtlInf").Select(line => line.Value.Trim()));
        return text.Length == 0 ? null : Cut(text);
    }

    /// <summary>No text of the bank is longer where it is stored.</summary>
    internal static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
