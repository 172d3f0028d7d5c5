using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>The machine's clock goes back, as after a wrong setting is mended: order rests on sequences, days on the business date.</summary>
public sealed class ClockTests
{
    private const long Principal = 1_200_000_000;

    [Fact]
    public async Task AClockThatGoesBackAtEveryStep_HoldsNothingUpAndChangesNoFigure()
    {
        var clock = new FakeClock(SystemClock.Instance.GetCurrentInstant());
        await using var programme = await RunningProgramme.StartWithCashAsync(services => services.AddSingleton<IClock>(clock));
        clock.Advance(-Duration.FromMinutes(50));
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Principal));
        clock.Advance(-Duration.FromMinutes(50));
        await journey.SignAsync();
        clock.Advance(-Duration.FromHours(20));
        programme.Bank.Confirm(await programme.Bank.NextOrderAsync(), RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");
        clock.Advance(-Duration.FromDays(30));

        await programme.VerifyAsync();
        var position = await programme.PositionAsync();
        Assert.Equal(Principal, position.Both.Drawn);
    }
}
