using LoanServicing.Platform.Http.Pages;

namespace LoanServicing.Repayment.Statements;

/// <summary>The settlement letter as a page to print.</summary>
internal static class LetterPage
{
    public static HtmlPage Of(SettlementLetterView letter, PageWriting page)
    {
        var body = Markup.Of(
            $"""
            <main>
            <header><h1>{page.Text(PageTexts.Letter)}</h1><p>{page.Text(PageTexts.LoanKind)}</p></header>
            <p>{page.Text(PageTexts.NothingOwed)}</p>
            <table>
            <tbody>
            {Row(PageTexts.GivenOn, page.Date(letter.On), page)}
            {Row(PageTexts.Borrower, PageWriting.Typed(letter.FullName), page)}
            {Row(PageTexts.NationalId, page.Digits(letter.NationalId), page)}
            {Row(PageTexts.Contract, PageWriting.Typed(letter.ContractNumber), page)}
            {Row(PageTexts.PaidOutOn, page.Date(letter.PaidOutOn), page)}
            {Row(PageTexts.PrincipalLent, page.Amount(letter.PrincipalRials), page)}
            {Row(PageTexts.FeePaid, page.Amount(letter.FeePaidRials), page)}
            {(letter.LateChargesPaidRials.IsZero ? Markup.Empty : Row(PageTexts.LatePaid, page.Amount(letter.LateChargesPaidRials), page))}
            {Row(PageTexts.SettledOn, page.Date(letter.SettledOn), page)}
            {(letter.CreditRials.IsZero ? Markup.Empty : Row(PageTexts.Credit, page.Amount(letter.CreditRials), page))}
            </tbody>
            </table>
            </main>
            """);
        return new HtmlPage($"{page.Text(PageTexts.Letter)} {letter.ContractNumber}", page.IsPersian, PageStyles.Portrait, body);
    }

    private static Markup Row(Domain.Bilingual name, object value, PageWriting page) =>
        Markup.Of($"<tr><th scope=\"row\">{page.Text(name)}</th><td>{value}</td></tr>");
}
