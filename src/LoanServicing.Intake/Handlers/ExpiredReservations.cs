using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Intake.Handlers;

/// <summary>
/// Applications whose contract was not signed while their reservation held: they are closed, and by that Funding releases the shares and serves its
/// waiting list. A reservation holds through the day on which it is <see cref="Programme.ReservationDays"/> old.
/// </summary>
internal static class ExpiredReservations
{
    /// <summary>Applications closed in one unit of work, so that none is long; what a unit leaves, the next one finds.</summary>
    public const int ClosedPerUnit = 200;

    /// <summary>Whether there is any on the business date. It is asked without a unit, so that nothing is written when there is none.</summary>
    public static async Task<bool> AnyAsync(DbConnection connection, Programme programme, IClock clock) =>
        programme.ExpiredBefore(await BusinessDates.CurrentAsync(connection, clock)) is { } date
        && await ApplicationStore.HasReservedBeforeAsync(connection, date);

    /// <returns>How many were closed; <paramref name="atMost"/> says that there may be more.</returns>
    public static async Task<int> CloseAsync(UnitOfWork unit, Programme programme, int atMost = ClosedPerUnit)
    {
        var today = await BusinessDates.CurrentAsync(unit);
        if (programme.ExpiredBefore(today) is not { } date)
        {
            return 0;
        }

        var expired = (await ApplicationStore.ReservedBeforeAsync(unit, date, atMost)).AsList();
        foreach (var row in expired)
        {
            await CloseAsync(new ApplicationChange(unit, row, IntakeService.Name, today), programme);
        }

        return expired.Count;
    }

    private static async Task CloseAsync(ApplicationChange change, Programme programme)
    {
        var decision = ApplicationTable.For(change.Row.Status, ApplicationCommand.Expire);
        var state = decision.NewState ?? throw new InvalidOperationException($"A reservation does not expire when {decision.State}.");
        var reservedOn = change.Row.ReservedOn!.Value; // the query asks for it
        var lastDay = LocalDatePattern.Iso.Format(programme.ReservedUntil(reservedOn)!.Value);
        change.Step(
            nameof(ApplicationCommand.Expire), state, lastDay,
            new { change.Row.ReservationRound, reservedOn, programme.ReservationDays, lastDay });
        await change.SaveAsync();
    }
}
