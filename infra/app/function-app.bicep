// The app on the Flex Consumption plan.

@description('Name of the app.')
param name string

@description('Name of the plan; a Flex Consumption plan holds one app.')
param planName string

@description('Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Resource id of the identity of the app.')
param identityId string

@description('Client id of the identity of the app.')
param identityClientId string

@description('Name of the Application Insights component.')
param insightsName string

@description('Blob endpoint of the storage account.')
param blobEndpoint string

@description('Address of the blob container for the package.')
param packageContainerUrl string

@description('Version of Node.js.')
param nodeVersion string

@description('Most instances per function.')
param maximumInstanceCount int

@description('When passes begin, as a six-field NCRONTAB expression in UTC.')
param runSchedule string

@description('Address of the key vault.')
param vaultUri string

@description('Endpoint of the Cosmos DB account.')
param ledgerEndpoint string

@description('The database of the ledger.')
param ledgerDatabaseId string

@description('The container of the ledger.')
param ledgerContainerId string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds the app of a service by this tag
  tags: union(tags, { 'azd-service-name': 'connector' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstanceCount
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      AzureWebJobsStorage__blobServiceUri: blobEndpoint
      // says where to send; who may send is decided by the identity
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      // makes DefaultAzureCredential take this identity
      AZURE_CLIENT_ID: identityClientId
      RUN_SCHEDULE: runSchedule

      // what deployment knows of the settings; the rest is in appSettings.json
      KeyVaultOptions__KeyVaultURI: vaultUri
      ConnectorOptions__Ledger: 'cosmos'
      AzureCosmosOptions__EndPointUri: ledgerEndpoint
      AzureCosmosOptions__DatabaseId: ledgerDatabaseId
      AzureCosmosOptions__ContainerId: ledgerContainerId
    }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
