using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>Approved, and then nobody comes to sign.</summary>
public class ReservationExpiryTests
{
    private const long Amount = 840_000_000;
    private const int Days = 90; // of the agreement

    [StoreFact]
    public async Task NobodySigns_TheReservationExpires_AndTheNextInTheWaitingListHasTheFunds()
    {
        await using var programme = await RunningProgramme.StartAsync();
        await programme.DepositAsync("ALAVI", 250_000_000);
        await programme.DepositAsync("SINA", 590_000_000);
        var first = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        var second = await LoanJourney.ApprovedAsync(programme, People.Application(Amount));
        await second.UntilAsync("Waitlisted");
        var lastDay = RunningProgramme.FirstDay.PlusDays(Days);
        Assert.Equal(RunningProgramme.Iso(lastDay), (string)(await first.StateAsync())["reservedUntil"]!);

        await programme.Application.SetBusinessDateAsync(lastDay.PlusDays(1));

        var expired = await first.UntilAsync("Withdrawn");
        Assert.Equal($"The contract was not signed by {RunningProgramme.Iso(lastDay)}, the last day of the reservation.", (string)expired["reason"]!);
        var served = await second.UntilAsync("FundsReserved");
        Assert.Equal(RunningProgramme.Iso(lastDay.PlusDays(1 + Days)), (string)served["reservedUntil"]!);
        Assert.Equal(Amount, (await programme.PositionAsync()).Both.Reserved);
        await programme.VerifyAsync();

        await second.SignAsync();
        await second.UntilAsync("Disbursing");
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task WhoSignsInTimeIsPaid_HoweverLongTheBankTakes()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var signed = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        var unsigned = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await signed.SignAsync();
        var order = await programme.Bank.NextOrderAsync();

        await programme.Application.SetBusinessDateAsync(RunningProgramme.FirstDay.PlusDays(Days + 1));
        await unsigned.UntilAsync("Withdrawn"); // the service has been through all of them
        programme.Bank.Confirm(order, RunningProgramme.FirstDay.PlusDays(Days + 1));

        await signed.UntilAsync("Active");
        await programme.PositionAsync(position => position is { Both.Reserved: 0, Both.Drawn: Amount }, "only what was paid is drawn");
        await programme.VerifyAsync();
    }
}
