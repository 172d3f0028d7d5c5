using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>What changes between two steps without anybody's doing: the time, and what can be reached.</summary>
internal static class Weather
{
    private const int Outage = 10;

    public static void Move(SimulatedWorld world)
    {
        if (world.Hits(faults => faults.ClockBack, "clock back"))
        {
            world.Clock.Move(-Duration.FromMinutes(world.Chance.Between(1, 300)));
        }
        else
        {
            world.Clock.Move(Draw(world.Chance));
        }

        world.Network.AwayFor = Next(world, world.Network.AwayFor, "broker away");
        foreach (var stored in world.AllStored)
        {
            stored.AwayFor = Next(world, stored.AwayFor, "database away");
        }
    }

    private static Duration Draw(Chance chance) => chance.Weighted<Func<Duration>>(
    [
        (900, () => Duration.FromMilliseconds(chance.Between(1, 3000))),
        (80, () => Duration.FromMinutes(chance.Between(1, 90))),
        (18, () => Duration.FromHours(chance.Between(2, 30))),
        (2, () => Duration.FromDays(chance.Between(5, 100))),
    ])();

    private static int Next(SimulatedWorld world, int awayFor, string what) =>
        awayFor > 0 ? awayFor - 1 : world.Hits(faults => faults.DatabaseAway, what) ? Outage : 0;
}
