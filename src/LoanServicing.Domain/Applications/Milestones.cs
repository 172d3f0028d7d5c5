using NodaTime;
using static LoanServicing.Domain.Applications.MilestoneOrder;

namespace LoanServicing.Domain.Applications;

/// <summary>How the business of an employment loan fares (domain.md section 3).</summary>
public enum MilestoneKind
{
    /// <summary>The workplace exists.</summary>
    Established,

    /// <summary>It works.</summary>
    InOperation,

    /// <summary>Somebody was there and looked.</summary>
    Inspected,

    /// <summary>The money serves another purpose than the one it was lent for.</summary>
    Deviated,
}

/// <summary>How the date of a milestone must stand to one that is recorded: a cell of the table.</summary>
public enum MilestoneOrder
{
    Free,

    NotBefore,

    NotAfter,

    /// <summary>There is one of a loan.</summary>
    Once,

    /// <summary>There is one of a day.</summary>
    AnotherDay,
}

/// <summary>Why a milestone cannot be recorded.</summary>
public enum MilestoneProblem
{
    BeforePayout,

    AfterBusinessDate,

    /// <summary>Its date and that of another one are in the wrong order.</summary>
    OutOfOrder,

    AlreadyRecorded,
}

/// <param name="On">The business date on which it was reached or seen.</param>
public readonly record struct Milestone(MilestoneKind Kind, LocalDate On);

/// <summary>The one table of what may be recorded of a loan beside what is recorded of it; <c>verify</c> replays every stored milestone through it.</summary>
public static class Milestones
{
    // Columns, what is recorded:          established  inOperation  inspected   deviated
    private static readonly Dictionary<MilestoneKind, MilestoneOrder[]> Rows = new()
    {
        [MilestoneKind.Established] = [Once, NotAfter, Free, Free],
        [MilestoneKind.InOperation] = [NotBefore, Once, Free, Free],
        [MilestoneKind.Inspected] = [Free, Free, AnotherDay, Free],
        [MilestoneKind.Deviated] = [Free, Free, Free, AnotherDay],
    };

    private static readonly ApplicationState[] OfALoan = [ApplicationState.Active, ApplicationState.Settled, ApplicationState.WrittenOff];

    public static IReadOnlyList<MilestoneKind> Kinds { get; } = Enum.GetValues<MilestoneKind>();

    /// <summary>The names outside, in the order of <see cref="Kinds"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(NameOf)];

    /// <summary>For instance <c>inOperation</c>.</summary>
    public static string NameOf(MilestoneKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static bool TryParse(string? name, out MilestoneKind kind)
    {
        var place = Names.ToList().IndexOf(name ?? "");
        kind = place < 0 ? default : Kinds[place];
        return place >= 0;
    }

    /// <summary>Whether somebody must be named who was there.</summary>
    public static bool NeedsInspector(MilestoneKind kind) => kind is MilestoneKind.Inspected or MilestoneKind.Deviated;

    /// <summary>Whether it must be said what was found.</summary>
    public static bool NeedsNote(MilestoneKind kind) => kind == MilestoneKind.Deviated;

    /// <summary>Whether an application in this state has a loan whose business can be looked at.</summary>
    public static bool CanBeRecorded(ApplicationState state) => OfALoan.Contains(state);

    public static MilestoneOrder For(MilestoneKind kind, MilestoneKind recorded) => Rows[kind][(int)recorded];

    /// <summary>What keeps a milestone from being recorded, and the recorded one that it stands against; null when it can be.</summary>
    /// <param name="recorded">Those of the same loan.</param>
    /// <param name="paidOutOn">The value date of the payment: nothing was there before it.</param>
    public static (MilestoneProblem Problem, Milestone? Against)? ProblemOf(
        Milestone milestone, IEnumerable<Milestone> recorded, LocalDate paidOutOn, LocalDate businessDate)
    {
        if (milestone.On < paidOutOn)
        {
            return (MilestoneProblem.BeforePayout, null);
        }

        if (milestone.On > businessDate)
        {
            return (MilestoneProblem.AfterBusinessDate, null);
        }

        foreach (var other in recorded)
        {
            if (ProblemOf(milestone, other) is { } problem)
            {
                return (problem, other);
            }
        }

        return null;
    }

    private static MilestoneProblem? ProblemOf(Milestone milestone, Milestone recorded) => For(milestone.Kind, recorded.Kind) switch
    {
        Once => MilestoneProblem.AlreadyRecorded,
        AnotherDay when milestone.On == recorded.On => MilestoneProblem.AlreadyRecorded,
        NotBefore when milestone.On < recorded.On => MilestoneProblem.OutOfOrder,
        NotAfter when milestone.On > recorded.On => MilestoneProblem.OutOfOrder,
        _ => null,
    };
}
