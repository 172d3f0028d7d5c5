using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>The one clock of a run. Only the run moves it, at times backwards.</summary>
internal sealed class VirtualClock(Instant start) : IClock
{
    private Instant _now = start;

    /// <summary>The latest moment it has shown.</summary>
    public Instant Latest { get; private set; } = start;

    public LocalDate Today => BusinessDates.Today(_now);

    public Instant GetCurrentInstant() => _now;

    public void Move(Duration by)
    {
        _now += by;
        Latest = Instant.Max(Latest, _now);
    }
}

/// <summary>The same clock for those that measure how long something takes.</summary>
internal sealed class VirtualTime(VirtualClock clock) : TimeProvider
{
    public override long TimestampFrequency => NodaConstants.TicksPerSecond;

    public override long GetTimestamp() => clock.GetCurrentInstant().ToUnixTimeTicks();

    public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
}
