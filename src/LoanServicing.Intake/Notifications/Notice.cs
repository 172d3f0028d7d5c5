using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Intake.Notifications;

/// <summary>
/// One thing to tell one kind of people. Texts hold no personal data but the borrower's name; reasons and questions of a decision are read with the
/// tracking code, and a guarantor is told only that the loan is overdue, and where.
/// </summary>
/// <param name="Subject">Which one of the event: with the application, the event and the recipient it is told once, for ever (rule R8).</param>
/// <param name="Template">The key of its text.</param>
internal sealed record Notice(string Event, string Template, string Subject, IReadOnlyDictionary<string, object> Values)
{
    public static Notice Submitted(ApplicationRow row) =>
        new(NotificationEvents.Submitted, TemplateKeys.Submitted, $"{row.Revision}", Named(row));

    /// <param name="template">Which decision, for instance <see cref="TemplateKeys.Rejected"/>; each is told once of a revision.</param>
    public static Notice Decided(ApplicationRow row, string template) => new(
        NotificationEvents.Decided, template, $"{template}/{row.Revision}",
        Named(row, ("amount", row.CurrentAmount), ("installments", row.CurrentInstallments)));

    public static Notice PaidOut(ApplicationRow row, LoanOpened fact) => new(
        NotificationEvents.PaidOut, TemplateKeys.PaidOut, $"{fact.LoanId:N}",
        Named(row, ("amount", fact.Principal), ("valueDate", fact.ValueDate), ("firstDue", fact.FirstDue)));

    /// <summary>A loan that was opened again and is repaid on another day is told so again.</summary>
    public static Notice Settled(ApplicationRow row, LoanSettled fact) => new(
        NotificationEvents.Settled, TemplateKeys.Settled, $"{fact.LoanId:N}/{Iso(fact.SettledOn)}", Named(row, ("settledOn", fact.SettledOn)));

    /// <summary>What came, and when; how it was divided is in the loan's account.</summary>
    public static Notice Received(ApplicationRow row, RepaymentPosted fact) => new(
        NotificationEvents.Received, TemplateKeys.Received, $"{fact.ReceiptId:N}", Named(row, ("amount", fact.Amount), ("valueDate", fact.ValueDate)));

    /// <summary>An instalment that a change of plan has moved to another day is told again.</summary>
    public static Notice DueSoon(ApplicationRow row, InstalmentFallingDue fact) => new(
        NotificationEvents.DueSoon, TemplateKeys.DueSoon, $"{fact.LoanId:N}/{fact.Number}/{Iso(fact.DueDate)}",
        Named(row, ("number", fact.Number), ("amount", fact.Amount), ("dueDate", fact.DueDate)));

    /// <summary>Told when the arrears begin and once in each Solar Hijri month after, however often the fact comes.</summary>
    public static Notice Overdue(ApplicationRow row, InstalmentOverdue fact) => new(
        NotificationEvents.Overdue, TemplateKeys.Overdue, OverdueSubject(fact),
        Named(row, ("oldestDue", fact.OldestDue), ("days", fact.DaysOverdue), ("months", fact.MonthsOverdue), ("matured", fact.Matured)));

    /// <summary>The same for a guarantor.</summary>
    public static Notice OverdueToGuarantor(ApplicationRow row, InstalmentOverdue fact) => new(
        NotificationEvents.Overdue, TemplateKeys.OverdueToGuarantor, OverdueSubject(fact),
        new Dictionary<string, object> { ["code"] = Code(row), ["branch"] = row.County, ["matured"] = fact.Matured });

    private static string OverdueSubject(InstalmentOverdue fact) => $"{fact.LoanId:N}/{Iso(fact.OldestDue)}/{fact.MonthsOverdue}";

    private static Dictionary<string, object> Named(ApplicationRow row, params (string Place, object Value)[] more)
    {
        var values = more.ToDictionary(pair => pair.Place, pair => pair.Value);
        values["name"] = row.FullName;
        values["code"] = Code(row);
        return values;
    }

    private static TrackingCode Code(ApplicationRow row) => TrackingCode.TryParse(row.TrackingCode, out var code)
        ? code
        : throw new InvalidOperationException($"Application {row.ApplicationId} has no valid tracking code.");

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
