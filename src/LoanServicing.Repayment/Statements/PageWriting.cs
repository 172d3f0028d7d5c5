using System.Globalization;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Http.Pages;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Repayment.Statements;

/// <summary>How a page writes what it shows: Persian digits, Solar Hijri dates and Persian separators, or English.</summary>
internal sealed record PageWriting(bool IsPersian)
{
    private const char MinusSign = '\u2212';
    private const char PersianThousands = '\u066C';
    private const char PersianPoint = '\u066B';
    private const long RialsOfToman = 10;

    /// <summary>Persian unless the caller prefers English.</summary>
    public static PageWriting For(HttpContext http) => new(!ApiResults.PrefersEnglish(http));

    public string Text(Bilingual text) => text.In(IsPersian);

    /// <summary>A number that people read out, such as a deposit id; letters in it stay.</summary>
    public string Digits(string ascii) => IsPersian ? Domain.Identifiers.Digits.ToPersian(ascii) : ascii;

    /// <summary>1405/06/31 in Persian digits, or 2026-09-22 (1405-06-31).</summary>
    public Markup Date(LocalDate date)
    {
        var iso = LocalDatePattern.Iso.Format(date);
        var shown = IsPersian ? Digits(date.ToPersian().Replace('-', '/')) : $"{iso} ({date.ToPersian()})";
        return Markup.Of($"<time datetime=\"{iso}\">{shown}</time>");
    }

    /// <summary>Whole rials in groups of three.</summary>
    public string Number(Rials amount) => Written(amount.Value.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>Tenths of a toman where the rials are not a multiple of ten: nothing is rounded.</summary>
    public string Toman(Rials amount)
    {
        var (whole, rest) = Math.DivRem(amount.Value, RialsOfToman);
        var sign = amount.IsNegative && whole == 0 ? "-" : "";
        return Written(sign + whole.ToString("#,0", CultureInfo.InvariantCulture) + (rest == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{Math.Abs(rest)}")));
    }

    /// <summary>In a cell of a table: rials, and toman beneath.</summary>
    public Markup Cell(Rials amount) => amount.IsZero
        ? Markup.Of($"<td class=\"n\">{Number(amount)}</td>")
        : Markup.Of($"<td class=\"n\"><bdi dir=\"ltr\">{Number(amount)}</bdi><small><bdi dir=\"ltr\">{Toman(amount)}</bdi> {Text(PageTexts.Toman)}</small></td>");

    /// <summary>In a sentence or a list.</summary>
    public Markup Amount(Rials amount) => Markup.Of(
        $"<bdi dir=\"ltr\">{Number(amount)}</bdi> {Text(PageTexts.Rial)} (<bdi dir=\"ltr\">{Toman(amount)}</bdi> {Text(PageTexts.Toman)})");

    /// <summary>A term and what it says, for a list of them.</summary>
    public Markup Item(Bilingual term, object value) => Markup.Of($"<div><dt>{Text(term)}</dt><dd>{value}</dd></div>");

    /// <summary>What somebody typed, whichever way it runs.</summary>
    public static Markup Typed(string text) => Markup.Of($"<bdi>{text}</bdi>");

    private string Written(string invariant)
    {
        var signed = invariant.Replace('-', MinusSign);
        return IsPersian ? Digits(signed.Replace(',', PersianThousands).Replace('.', PersianPoint)) : signed;
    }
}
