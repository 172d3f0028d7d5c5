using System.Net;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>A borrower hears of every step from the services that take it; there is no gateway, so the texts are kept.</summary>
public class NotificationTests
{
    [StoreFact]
    public async Task SettledLoan_ItsBorrowerWasToldOfEachStep_Once()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, _) = await LoanJourney.ActiveAsync(programme, People.Application());
        (await journey.PayAsync(10_000_001, RunningProgramme.FirstDay, "told-1")).Expect(HttpStatusCode.Created);
        (await journey.PayAsync((long)(await journey.LoanAsync())["settlementRials"]!, RunningProgramme.FirstDay, "told-2")).Expect(HttpStatusCode.Created);
        await journey.UntilAsync("Settled");
        var applicant = programme.Applicant((string)journey.Application["nationalId"]!);

        var told = (await Eventually.ValueAsync(
            () => applicant.ReadAsync($"{journey.Path}/notifications"), reply => reply["items"].AsArray().Count >= 6, "all is told"))["items"].AsArray();

        Assert.Equal(["submitted", "decided", "paid-out", "received", "received", "settled"], told.Select(one => (string)one!["event"]!));
        Assert.All(told, one => Assert.Equal("kept", (string)one!["status"]!));
        Assert.Contains("۱۰٬۰۰۰٬۰۰۱ ریال", (string)told[3]!["text"]!, StringComparison.Ordinal);
        await programme.VerifyAsync();
    }
}

/// <summary>Once more in T-SQL that is checked on its way.</summary>
public sealed class NotificationTSqlTests : NotificationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>Once more on a server where one is named.</summary>
public sealed class NotificationSqlServerTests : NotificationTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
