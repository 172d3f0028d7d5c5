using System.Security.Cryptography;
using System.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>How a borrower of the simulation pays.</summary>
internal enum PayingHabit
{
    OnTime,

    /// <summary>Each instalment a month late.</summary>
    Late,

    /// <summary>Each instalment in two odd pieces.</summary>
    OddPieces,

    /// <summary>Each receipt is sent twice with the same bank reference.</summary>
    SentTwice,

    /// <summary>Each payment rounded up to a million rials.</summary>
    RoundedUp,

    /// <summary>Settles early, after a third of the plan.</summary>
    SettlesEarly,
}

/// <summary>Draws that follow from the seed and the row alone, so that a run that was cut goes on the same.</summary>
internal sealed class Draws(int seed)
{
    /// <summary>A number from 0 to <paramref name="below"/> - 1.</summary>
    public int Next(string what, string row, int below)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {what} {row}"));
        return (int)(BitConverter.ToUInt32(hash) % (uint)below);
    }

    public PayingHabit HabitOf(string row) => Next("habit", row, 20) switch
    {
        < 10 => PayingHabit.OnTime,
        < 12 => PayingHabit.Late,
        < 14 => PayingHabit.OddPieces,
        < 16 => PayingHabit.SentTwice,
        < 18 => PayingHabit.RoundedUp,
        _ => PayingHabit.SettlesEarly,
    };

    /// <summary>One in twenty payment orders is refused at first, for a wrong account.</summary>
    public bool IsRefusedAtFirst(string row) => Next("refused", row, 20) == 0;

    /// <summary>A key or reference of this seed.</summary>
    public string Name(string what) => $"sim{seed}-{what}";
}
