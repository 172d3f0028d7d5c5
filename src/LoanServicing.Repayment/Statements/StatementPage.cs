using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http.Pages;
using NodaTime;

namespace LoanServicing.Repayment.Statements;

/// <summary>The account statement as a page to print.</summary>
internal static class StatementPage
{
    private static readonly Bilingual[] Columns =
    [
        PageTexts.Date, PageTexts.Movement, PageTexts.Received, PageTexts.Paid, PageTexts.OfPrincipal, PageTexts.OfFee, PageTexts.FeeCharged,
        PageTexts.Outstanding, PageTexts.FeeDue, PageTexts.Credit,
    ];

    /// <param name="today">The business date.</param>
    public static HtmlPage Of(StatementView view, PageWriting page, LocalDate today)
    {
        var body = Markup.Of(
            $"""
            <main>
            <header><h1>{page.Text(PageTexts.Statement)}</h1><p>{page.Text(PageTexts.LoanKind)}</p></header>
            {Summary(view, page, today)}
            <table>
            <caption>{page.Text(PageTexts.Caption)}</caption>
            <thead><tr>{Columns.Select(column => Markup.Of($"<th scope=\"col\">{page.Text(column)}</th>"))}</tr></thead>
            <tbody>
            {Balance(PageTexts.Opening, view.Opening, page)}
            {view.Movements.Select(movement => Row(movement, page))}
            </tbody>
            <tfoot>
            <tr><th scope="row" colspan="2">{page.Text(PageTexts.Totals)}{Small(Parts(view.Totals, page))}</th>{Changes(view.Totals, page)}<td colspan="3"></td></tr>
            {Balance(PageTexts.Closing, view.Closing, page)}
            </tfoot>
            </table>
            </main>
            """);
        return new HtmlPage($"{page.Text(PageTexts.Statement)} {view.ContractNumber}", page.IsPersian, PageStyles.Landscape, body);
    }

    private static Markup Summary(StatementView view, PageWriting page, LocalDate today) => Markup.Of(
        $"""
        <dl>
        {page.Item(PageTexts.Borrower, PageWriting.Typed(view.FullName))}
        {page.Item(PageTexts.NationalId, page.Digits(view.NationalId))}
        {page.Item(PageTexts.Contract, PageWriting.Typed(view.ContractNumber))}
        {page.Item(PageTexts.DepositId, page.Digits(view.DepositId))}
        {page.Item(PageTexts.PrincipalLent, page.Amount(view.PrincipalRials))}
        {page.Item(PageTexts.PaidOutOn, page.Date(view.PaidOutOn))}
        {page.Item(PageTexts.Status, page.Text(PageTexts.OfStatus(view.Status)))}
        {page.Item(PageTexts.Period, Markup.Of($"{page.Date(view.From)} {page.Text(PageTexts.To)} {page.Date(view.To)}"))}
        {page.Item(PageTexts.GivenOn, page.Date(today))}
        {page.Item(PageTexts.NextDue, NextDue(view, page))}
        </dl>
        """);

    private static Markup NextDue(StatementView view, PageWriting page) => view.NextDue is { } next
        ? Markup.Of($"{page.Amount(next.AmountRials)} {page.Text(PageTexts.DueOn)} {page.Date(next.Date)}")
        : Markup.Of($"{page.Text(PageTexts.NothingDue)}");

    private static Markup Balance(Bilingual name, StatementBalance balance, PageWriting page) =>
        Markup.Of($"<tr><th scope=\"row\" colspan=\"7\">{page.Text(name)}{Small(Part(PageTexts.LateOwed, balance.LateChargesRials, page))}</th>{Balances(balance, page)}</tr>");

    private static Markup Row(StatementMovement movement, PageWriting page) => Markup.Of(
        $"""
        <tr><th scope="row">{page.Date(movement.Date)}</th><td>{What(movement, page)}</td>{Changes(movement.Change, page)}{Balances(movement.Balance, page)}</tr>
        """);

    private static Markup Changes(StatementChange change, PageWriting page) => Markup.Of(
        $"{page.Cell(change.ReceivedRials)}{page.Cell(change.PaidRials)}{page.Cell(change.PrincipalRials)}{page.Cell(change.FeeRials)}{page.Cell(change.FeeChargedRials)}");

    private static Markup Balances(StatementBalance balance, PageWriting page) =>
        Markup.Of($"{page.Cell(balance.OutstandingRials)}{page.Cell(balance.FeeDueRials)}{page.Cell(balance.CreditRials)}");

    /// <summary>What it was, by which money, and what of it has no column; a receipt that was taken back is struck through.</summary>
    private static Markup What(StatementMovement movement, PageWriting page)
    {
        var kind = Markup.Of($"{page.Text(PageTexts.OfKind(movement.Kind))}");
        IEnumerable<Markup> lines =
        [
            .. Line(movement.PlanChange, change => Markup.Of($"{page.Text(PageTexts.OfPlanChange(change))}")),
            .. Line(movement.ReceiptNumber, number => Markup.Of($"{page.Text(PageTexts.ReceiptNumber)} <bdi dir=\"ltr\">{page.Digits(number)}</bdi>")),
            .. Line(movement.Channel, channel => Markup.Of($"{page.Text(PageTexts.Channel)} {PageWriting.Typed(channel)}")),
            .. Line(movement.BankReference, reference => Markup.Of($"{page.Text(PageTexts.Reference)} {PageWriting.Typed(reference)}")),
            .. Line(movement.ReversedOn, day => Markup.Of($"{page.Text(PageTexts.TakenBack)} {page.Date(day!.Value)}")),
            .. Parts(movement.Change, page),
        ];
        return Markup.Of($"{(movement.ReversedOn is null ? kind : Markup.Of($"<s>{kind}</s>"))}{Small(lines)}");
    }

    /// <summary>What has no column.</summary>
    private static IEnumerable<Markup> Parts(StatementChange change, PageWriting page) =>
    [
        .. Part(PageTexts.LateCharged, change.LateChargedRials, page),
        .. Part(PageTexts.OfLate, change.LateChargesRials, page),
        .. Part(PageTexts.OfRecovery, change.RecoveredRials, page),
        .. Part(PageTexts.OfCredit, change.CreditRials, page),
        .. Part(PageTexts.OfWrittenOff, change.WrittenOffRials, page),
        .. Part(PageTexts.OfReturned, change.ReturnedRials, page),
    ];

    private static IEnumerable<Markup> Small(IEnumerable<Markup> lines) => lines.Select(line => Markup.Of($"<small>{line}</small>"));

    private static IEnumerable<Markup> Line<T>(T? value, Func<T, Markup> write) => value is null ? [] : [write(value)];

    private static IEnumerable<Markup> Part(Bilingual name, Rials amount, PageWriting page) =>
        amount.IsZero ? [] : [Markup.Of($"{page.Text(name)} {page.Amount(amount)}")];
}
