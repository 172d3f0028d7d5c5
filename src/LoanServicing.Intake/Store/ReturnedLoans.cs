using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Store;

/// <summary>Loans whose payment came back, by which late facts about them are recognised as stale.</summary>
internal static class ReturnedLoans
{
    private const string Select = "select loan_id from returned_loan where application_id = @applicationId";

    private const string Insert = "insert into returned_loan (loan_id, application_id) values (@loanId, @applicationId)";

    public static async Task<IReadOnlyCollection<Guid>> OfAsync(UnitOfWork unit, Guid applicationId) =>
        [.. await unit.QueryAsync<Guid>(Select, new { applicationId })];

    public static Task AddAsync(UnitOfWork unit, Guid applicationId, Guid loanId) =>
        unit.ExecuteAsync(Insert, new { applicationId, loanId });
}
