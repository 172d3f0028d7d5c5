using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.People;

/// <summary>The people of the programme.</summary>
internal static class Staff
{
    public static Person Officer { get; } = new("officer-1", "officer");

    public static Person Supervisor { get; } = new("supervisor-1", "supervisor");

    public static Person Finance { get; } = new("finance-1", "finance");

    public static Person FinanceChecker { get; } = new("finance-2", "finance");

    public static Person Cashier { get; } = new("cashier-1", "cashier");

    public static Person Bank { get; } = new("bank-1", "bank");
}
