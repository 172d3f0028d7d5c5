using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// What somebody stands for. Number and sum are of the whole programme, because the limit is; single loans and applications are shown of the caller's
/// counties only.
/// </summary>
/// <param name="MostLoans">How many loans one person may guarantee; null: any number.</param>
/// <param name="LoanCount">Loans that the person guarantees and that are not closed.</param>
/// <param name="LoanSumRials">The principal of those loans, as approved and signed; what is repaid of it is not taken off.</param>
/// <param name="LoansElsewhere">How many of them lie outside the caller's counties.</param>
/// <param name="OwnApplications">The person's own applications that are not closed.</param>
/// <param name="OwnElsewhere">How many of the person's own lie outside the caller's counties.</param>
public sealed record ExposureView(
    string NationalId, int? MostLoans, int LoanCount, Rials LoanSumRials, int LoansElsewhere, IReadOnlyList<ExposedApplication> Loans,
    IReadOnlyList<ExposedApplication> OwnApplications, int OwnElsewhere);

/// <param name="AmountRials">Of a guaranteed loan, as signed; of an own application, as approved, before that as asked for.</param>
public sealed record ExposedApplication(Guid ApplicationId, string TrackingCode, ApplicationState Status, string County, string Tranche, Rials AmountRials);
