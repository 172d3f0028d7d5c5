using LoanServicing.Contracts;
using LoanServicing.Domain.Classification;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Notifications;

/// <summary>
/// Puts what people are to be told beside the rows that it tells of, in their unit of work: neither is there without the other. Each is put there once
/// (rule R8); told again, nothing is written and no fact published.
/// </summary>
internal sealed class Notifier(NotificationSettings settings)
{
    /// <param name="businessDate">Of what is told.</param>
    public Task TellBorrowerAsync(UnitOfWork unit, ApplicationRow row, Notice notice, LocalDate businessDate) =>
        TellAsync(unit, row, notice, new Recipient(NotificationRecipients.Borrower, 0, row.Mobile), businessDate);

    /// <summary>Every guarantor of the contract.</summary>
    public async Task TellGuarantorsAsync(UnitOfWork unit, ApplicationRow row, Notice notice, LocalDate businessDate)
    {
        foreach (var guarantor in await GuarantorMobiles.OfAsync(unit, row.ApplicationId))
        {
            await TellAsync(unit, row, notice, new Recipient(NotificationRecipients.Guarantor, guarantor.Number, guarantor.Mobile), businessDate);
        }
    }

    /// <summary>Whether arrears are old enough for the guarantors: by their months, or by the loan's class.</summary>
    public bool IsForGuarantors(InstalmentOverdue fact) => fact.Class != LoanClass.Current.Code() || fact.MonthsOverdue >= settings.GuarantorAfterMonths;

    private async Task TellAsync(UnitOfWork unit, ApplicationRow row, Notice notice, Recipient recipient, LocalDate businessDate)
    {
        var isToSend = settings.Gateway is not null && recipient.Mobile is not null;
        var told = new NotificationRow
        {
            NotificationId = Guid.CreateVersion7(),
            ApplicationId = row.ApplicationId,
            County = row.County,
            Event = notice.Event,
            Subject = notice.Subject,
            Recipient = recipient.Kind,
            RecipientNumber = recipient.Number,
            Mobile = recipient.Mobile,
            Body = settings.Templates.Render(notice, settings.IsPersian),
            BusinessDate = businessDate,
            Status = isToSend ? NotificationStatus.Queued : NotificationStatus.Kept,
            Reason = recipient.Mobile is null ? NotificationReasons.NoMobile : null,
            QueuedAt = unit.Now,
            DueAt = isToSend ? unit.Now : null,
        };
        if (await NotificationStore.AddOnceAsync(unit, told))
        {
            unit.Publish(new NotificationQueued(
                unit.Header(Streams.Notification, told.NotificationId, 1, businessDate), told.NotificationId, row.ApplicationId, notice.Event, recipient.Kind));
        }
    }

    /// <param name="Number">0 of the borrower.</param>
    private sealed record Recipient(string Kind, int Number, string? Mobile);
}
